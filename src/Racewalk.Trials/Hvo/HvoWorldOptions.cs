using Racewalk.Mm.Hvo;

namespace Racewalk.Trials.Hvo;

/// <summary>What a pool of hugetlb folios is like.</summary>
/// <param name="Size">The size of its huge pages.</param>
/// <param name="Folios">How many there are.</param>
public sealed record HvoWorldOptions(HugetlbSize Size, int Folios)
{
    /// <summary>The kernel.</summary>
    public HvoEra Era { get; init; } = HvoEra.E7;

    /// <summary>How live entries are changed.</summary>
    public HvoStrategy Strategy { get; init; }

    /// <summary>The order of an optimisation's steps.</summary>
    public HvoOrder Order { get; init; }

    /// <summary>How many CPUs will run on it.</summary>
    public int Cpus { get; init; } = 1;

    /// <summary>Frames beyond the memmap's own and its tables.</summary>
    public int SpareFrames { get; init; } = 256;

    /// <summary>Whether freed frames go back to the host, so that they are not resident.</summary>
    public bool ReleasesToHost { get; init; } = true;
}
