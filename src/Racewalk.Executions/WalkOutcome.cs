namespace Racewalk.Executions;

/// <summary>What a page walk makes of a descriptor that it read.</summary>
public enum WalkOutcome : byte
{
    /// <summary>The walk goes on: to the next level, or to the access.</summary>
    Translates,

    /// <summary>The access faults, and no TLB keeps such an entry: it is invalid, or its access flag is clear and the hardware does not set it.</summary>
    Uncacheable,

    /// <summary>The access faults since the entry, which a TLB may keep, does not permit it.</summary>
    Denied,
}
