namespace Racewalk.Mm.Hvo;

/// <summary>In which order an optimisation makes its steps: the kernel's, or one step in another place.</summary>
public enum HvoOrder
{
    /// <summary>As the kernel does it.</summary>
    Kernel,

    /// <summary>The grace period before the count is frozen.</summary>
    SynchronizeBeforeFreeze,

    /// <summary>The old pages are freed before the flush.</summary>
    FreeBeforeFlush,

    /// <summary>The flag is set when the entries have been changed, as before the comment "Very Subtle" was written.</summary>
    FlagAfterRemap,

    /// <summary>The static key is incremented when the entries have been changed.</summary>
    KeyAfterRemap,
}
