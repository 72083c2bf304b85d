namespace Racewalk.Models;

/// <summary>What of Armv8's enhanced translation synchronisation a CPU has. The first form, FEAT_ETS, was withdrawn from the architecture.</summary>
public enum TranslationSynchronization
{
    /// <summary>Nothing: a walk is ordered behind earlier events by a dependency or by context synchronisation only.</summary>
    None,

    /// <summary>FEAT_ETS2: a DSB orders later walks, and the walk of an access that faults on what no TLB keeps is behind earlier accesses.</summary>
    Ets2,

    /// <summary>FEAT_ETS3: the walk of any access that faults is.</summary>
    Ets3,
}
