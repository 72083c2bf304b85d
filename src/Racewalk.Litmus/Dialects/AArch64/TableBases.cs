namespace Racewalk.Litmus.Dialects.AArch64;

/// <summary>
/// The values that TTBR0_EL1 has had on a path. A walk may start from an earlier one; an event says so, and what that means is up to the model (docs/models/translation.md,
/// 2.3, translation registers). Not thread-safe.
/// </summary>
internal sealed class TableBases(AArch64Run run)
{
    private readonly List<ulong> _earlier = [];
    private bool _isSynchronised = true;

    /// <summary>The register is about to change.</summary>
    public void Change()
    {
        _earlier.Add(Current);
        _isSynchronised = false;
    }

    /// <summary>Context is synchronised: the new value is in force.</summary>
    public void Synchronise() => _isSynchronised = true;

    /// <summary>The value that a walk of this instruction starts from, as the path supposes.</summary>
    public ulong Choose()
    {
        ulong current = Current;
        int chosen = _earlier.Count == 0 ? 0 : run.Builder.Choose(_earlier.Count + 1);
        if (chosen == 0)
        {
            return current;
        }

        ulong older = _earlier[^chosen];
        var sets = new List<string> { "OLD-BASE" };
        if (_isSynchronised)
        {
            sets.Add("SYNCHRONISED-BASE");
        }

        if (AddressSpaceId.Of(older) != AddressSpaceId.Of(current))
        {
            sets.Add("OTHER-SPACE-BASE");
        }

        run.Builder.ChangeContext(run.Builder.Constant(0), sets);
        return older;
    }

    private ulong Current => run.Known(AArch64Registers.Ttbr0El1, "TTBR0_EL1");
}
