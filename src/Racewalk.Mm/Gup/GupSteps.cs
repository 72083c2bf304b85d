namespace Racewalk.Mm.Gup;

/// <summary>Names of GUP-fast's steps.</summary>
public static class GupSteps
{
    /// <summary>G0 and G12: read write_protect_seq before and after the walk.</summary>
    public const string Seqcount = "gup-seqcount";

    /// <summary>G1: interrupts off during the walk.</summary>
    public const string IrqOff = "gup-irq-off";

    /// <summary>G3: read the PMD entry.</summary>
    public const string ReadPmd = "gup-read-pmd";

    /// <summary>G5: read the PTE.</summary>
    public const string ReadPte = "gup-read-pte";

    /// <summary>G6: take a reference unless there is none.</summary>
    public const string TakeReference = "gup-take-reference";

    /// <summary>G6: the page is still in the same compound page.</summary>
    public const string RecheckHead = "gup-recheck-head";

    /// <summary>G7: make the reference a pin.</summary>
    public const string Pin = "gup-pin";

    /// <summary>G7: the barrier behind the pin.</summary>
    public const string PinMb = "gup-pin-mb";

    /// <summary>G8: the PMD entry is unchanged.</summary>
    public const string RecheckPmd = "gup-recheck-pmd";

    /// <summary>G8: the PTE is unchanged.</summary>
    public const string RecheckPte = "gup-recheck-pte";

    /// <summary>G10: the page is still exclusive.</summary>
    public const string MustUnshare = "gup-must-unshare";

    /// <summary>G10: the barrier before looking at PG_anon_exclusive.</summary>
    public const string MustUnshareRmb = "gup-must-unshare-rmb";

    /// <summary>Any of the rechecks: give the reference back.</summary>
    public const string BackOff = "gup-back-off";
}
