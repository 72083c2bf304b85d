namespace Racewalk.Programs.Tests;

/// <summary>One row of the dependency table.</summary>
/// <param name="Construct">The C# construct, and what of it.</param>
/// <param name="Values">What the thread's reads return, in order.</param>
/// <param name="Body">The thread. Locations are plain numbers: 1, 2, 3 are read, 7, 8, 9 are written.</param>
/// <param name="Expected">The operations, and for each the reads (by ordinal) that it depends on.</param>
public sealed record DependencyRow(string Construct, ulong[] Values, ThreadBody Body, string[] Expected)
{
    /// <inheritdoc/>
    public override string ToString() => Construct;
}
