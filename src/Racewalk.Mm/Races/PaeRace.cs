using Racewalk.Mm.Gup;
using Racewalk.Mm.Mapping;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Pae;

namespace Racewalk.Mm.Races;

/// <summary>What becomes of an entry while it is read.</summary>
public enum EntryFate
{
    /// <summary>It gives way to that of another page.</summary>
    Replaced,

    /// <summary>The same, twice.</summary>
    ReplacedTwice,

    /// <summary>It is cleared.</summary>
    Cleared,

    /// <summary>It is set; before there was none.</summary>
    Set,
}

/// <summary>GUP-fast reads an entry of two words while that is cleared and set again with the same low word (lockless-pte/pae-gup).</summary>
/// <param name="fate">What becomes of the entry.</param>
/// <param name="clear">How it is cleared.</param>
/// <param name="recheck">How GUP-fast reads it again.</param>
/// <param name="judgesRead">Whether what ptep_get_lockless returns is judged; otherwise the page that GUP-fast returns.</param>
/// <param name="lowPfnBits">How many bits of the frame number the low word has.</param>
/// <param name="layout">Where memory lies; null for the model's layout.</param>
public sealed class PaeRace(
    EntryFate fate, TwoWordClear clear, PteRecheck recheck, bool judgesRead, int lowPfnBits = PaeWorld.ModelLowPfnBits, MemoryLayout? layout = null) : Race
{
    private const int Writer = 0;
    private const int Walker = 1;
    private const string Freed = "freed";

    /// <summary>Its memory.</summary>
    public PaeWorld World { get; } = new(fate != EntryFate.Set, clear, lowPfnBits, layout);

    /// <inheritdoc/>
    public override PhysicalMemory Memory => World.Memory;

    /// <inheritdoc/>
    public override IReadOnlyList<Actor> Actors
    {
        get
        {
            var remap = new RemapPage(World.Mm);
            var gup = new GupFast(World.Mm, new GupOptions(Recheck: recheck));
            return
            [
                new("writer", cpu => Write(cpu, remap)),
                new("GUP-fast", cpu => gup.GetPage(cpu, 0, 0)),
            ];
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Behaviour> Behaviours =>
    [
        new("GUP-fast finds nothing mapped", static o => !o.Saw(Walker, GupFast.Succeeded)),
        .. fate == EntryFate.Set ? [] : (Behaviour[])[new("GUP-fast gets the old page", o => Got(o) == World.Pages[0])],
        .. fate == EntryFate.Cleared ? [] : (Behaviour[])[new("GUP-fast gets the new page", o => Got(o) == World.Pages[1])],
    ];

    /// <inheritdoc/>
    public override Breach? Judge(IOutcome outcome) => judgesRead ? JudgeRead(outcome) : JudgePage(outcome);

    private void Write(Cpu cpu, RemapPage remap)
    {
        if (fate != EntryFate.Set)
        {
            cpu.Observe(Freed, remap.Unmap(cpu, 0, World.Ptep, out _) ? 1UL : 0);
        }

        if (fate != EntryFate.Cleared)
        {
            remap.Map(cpu, 0, World.Ptep, World.Entry(1));
        }

        if (fate == EntryFate.ReplacedTwice)
        {
            remap.Unmap(cpu, 0, World.Ptep, out _);
            remap.Map(cpu, 0, World.Ptep, World.Entry(2));
        }
    }

    private static ulong Got(IOutcome outcome) =>
        outcome.Saw(Walker, GupFast.Succeeded) && outcome.TryGetObserved(Walker, GupFast.GotPfn, out ulong pfn) ? pfn : 0;

    // What is returned must have been the entry. Entries that are not present may be torn: GUP-fast ignores them.
    private Breach? JudgeRead(IOutcome outcome) =>
        outcome.TryGetObserved(Walker, TwoWordPtep.Returned, out ulong pte) && (pte & PageTableEntry.Present) != 0 && !Enumerable.Range(0, 3).Any(p => World.Entry(p) == pte)
            ? new Breach(BreachKind.Assertion, $"rule (3b): ptep_get_lockless returned an entry of the frame {pte >> PageTableEntry.PfnShift}, which the entry never was")
            : null;

    private Breach? JudgePage(IOutcome outcome)
    {
        ulong got = Got(outcome);
        if (got == World.Stranger)
        {
            return new Breach(BreachKind.Assertion, "GUP-fast returned a page that was never mapped there: somebody else's");
        }

        if (got == World.Pages[0] && outcome.Saw(Writer, Freed))
        {
            return new Breach(BreachKind.UseAfterFree, "GUP-fast returned a page that has been freed");
        }

        ulong stranger = outcome.Final(World.Refcount(World.Stranger));
        return stranger == 1 ? null : new Breach(BreachKind.Assertion, $"the stranger's count is {stranger} in the end, but 1 reference is held");
    }
}
