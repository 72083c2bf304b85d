namespace Racewalk.Trials;

/// <summary>A trial cannot be run: there is no such scenario here, or not with these choices.</summary>
public sealed class TrialException : Exception
{
    /// <summary>With the reason.</summary>
    public TrialException(string message)
        : base(message)
    {
    }
}
