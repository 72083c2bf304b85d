namespace Racewalk.Litmus.Exploring;

/// <summary>A test asks for something that the explorer cannot express as the test's dialect means it.</summary>
/// <param name="reason">What; a phrase that completes "the explorer does not take this test: …".</param>
internal sealed class UnfitException(string reason) : Exception(reason)
{
}

/// <summary>A computed address that no path supposed turned out to be one: the paths must be found again.</summary>
/// <param name="address">The address.</param>
internal sealed class LearntTargetException(ulong address) : Exception("the paths must be found again")
{
    /// <summary>The address.</summary>
    public ulong Address { get; } = address;
}
