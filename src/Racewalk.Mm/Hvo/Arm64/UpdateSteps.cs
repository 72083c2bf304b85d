namespace Racewalk.Mm.Hvo.Arm64;

/// <summary>Names of the steps of changing live entries of the memmap on arm64.</summary>
public static class UpdateSteps
{
    /// <summary>Make the entries invalid, and flush.</summary>
    public const string Break = "break";

    /// <summary>Write the new entries.</summary>
    public const string Make = "make";

    /// <summary>A and A': the lock around both.</summary>
    public const string Lock = "update-lock";

    /// <summary>A and A': the fault handler takes the lock.</summary>
    public const string FaultLock = "fault-lock";

    /// <summary>A and A': are the entries healthy again?</summary>
    public const string Healthy = "fault-healthy";

    /// <summary>B: stop all CPUs.</summary>
    public const string Stop = "stop-machine";

    /// <summary>C: does every CPU have BBML2_NOABORT?</summary>
    public const string CheckBbml2 = "check-bbml2";

    /// <summary>C1: the block becomes a table with the same output addresses.</summary>
    public const string Split = "split-in-place";

    /// <summary>C2: writable to read-only.</summary>
    public const string MakeReadOnly = "make-read-only";

    /// <summary>C2: flush.</summary>
    public const string ReadOnlyFlush = "read-only-flush";

    /// <summary>C3: the old page gets the contents of the new one.</summary>
    public const string EqualContents = "equal-contents";

    /// <summary>C3: the contents are there before the entry says so (vmemmap_remap_pte has it).</summary>
    public const string EqualWmb = "equal-wmb";

    /// <summary>C4: the output address changes.</summary>
    public const string MoveReadOnly = "move-read-only";

    /// <summary>C4: flush.</summary>
    public const string MoveFlush = "move-flush";

    /// <summary>C5: read-only to writable.</summary>
    public const string MakeWritable = "make-writable";

    /// <summary>D: interrupts off on the CPU that pauses the others.</summary>
    public const string IrqOff = "pause-irq-off";

    /// <summary>D: interrupt the others.</summary>
    public const string PauseIpi = "pause-ipi";

    /// <summary>D: wait until they have stopped.</summary>
    public const string PauseWait = "pause-wait";

    /// <summary>D, v1: no CPU says yet that it goes on.</summary>
    public const string PauseRmb = "pause-rmb";

    /// <summary>D: let them go on.</summary>
    public const string Resume = "resume";

    /// <summary>D: wait until they have.</summary>
    public const string ResumeWait = "resume-wait";

    /// <summary>D: the other CPU says that it has stopped.</summary>
    public const string Paused = "paused";

    /// <summary>D, v1: it has forgotten the last time before it says so.</summary>
    public const string PausedWmb = "paused-wmb";

    /// <summary>D: the other CPU waits.</summary>
    public const string PausedSpin = "paused-spin";

    /// <summary>D, v1: before it says that it goes on.</summary>
    public const string PausedMb = "paused-mb";

    /// <summary>The access to a struct page.</summary>
    public const string Access = "access-struct-page";
}
