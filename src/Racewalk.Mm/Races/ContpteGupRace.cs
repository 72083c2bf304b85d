using Racewalk.Mm.Contpte;
using Racewalk.Mm.Gup;
using Racewalk.Mm.Mapping;
using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Races;

/// <summary>What is unmapped of a contiguous set.</summary>
public enum SetZap
{
    /// <summary>The whole set at once.</summary>
    Block,

    /// <summary>Both pages one after the other, so that the set is unfolded.</summary>
    Split,

    /// <summary>Nothing.</summary>
    Nothing,
}

/// <summary>GUP-fast of a page in a contiguous set, against a zap and hardware that sets the dirty state (lockless-pte/contpte-gup).</summary>
/// <param name="form">How ptep_get_lockless reads a set.</param>
/// <param name="recheck">How GUP-fast reads the entry again.</param>
/// <param name="zap">What is unmapped.</param>
/// <param name="hasHardware">Whether the hardware makes the other entry of the set dirty meanwhile.</param>
/// <param name="layout">Where memory lies; null for the model's layout.</param>
public sealed class ContpteGupRace(LocklessForm form, PteRecheck recheck, SetZap zap, bool hasHardware, MemoryLayout? layout = null) : Race
{
    /// <summary>Step: somebody else takes the folio.</summary>
    public const string Reallocated = "reallocated";

    private const int Zapper = 0;
    private const int Walker = 1;
    private const int Hardware = 2;
    private const int Target = ContpteWorld.Entries - 1;
    private const string Freed = "freed";

    /// <summary>Its memory.</summary>
    public ContpteWorld World { get; } = new(form, layout: layout);

    /// <inheritdoc/>
    public override PhysicalMemory Memory => World.Memory;

    /// <inheritdoc/>
    public override IReadOnlyList<Actor> Actors
    {
        get
        {
            var gup = new GupFast(World.Mm, new GupOptions(Recheck: recheck));
            var remap = new RemapPage(World.Mm);
            return
            [
                new("MADV_DONTNEED", cpu => Unmap(cpu, remap)),
                new("GUP-fast", cpu => gup.GetPage(cpu, 0, Target)),
                .. hasHardware ? [new Actor("hardware", cpu => HardwareDirty.Set(cpu, World.Ptes[0], ContpteWorld.Clean(World.FolioA, 0)))] : (Actor[])[],
            ];
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Behaviour> Behaviours =>
    [
        new("GUP-fast gets the page", static o => o.Saw(Walker, GupFast.Succeeded)),
        .. zap == SetZap.Nothing ? [] : (Behaviour[])[new("the zap frees the folio", static o => o.Saw(Zapper, Freed))],
        .. hasHardware
            ? [new("GUP-fast gets the page, which it has read as clean, and the hardware makes it dirty", static o => o.Saw(Walker, GupFast.Succeeded) && o.Saw(Hardware, HardwareDirty.Made) && o.TryGetObserved(Walker, ContptePtep.Returned, out ulong pte) && !ContpteWorld.IsDirty(pte))]
            : (Behaviour[])[],
    ];

    /// <summary>GUP-fast finds that the entry has changed; not possible without the recheck, or if nothing that it reads changes.</summary>
    public static Behaviour BacksOff { get; } = new("GUP-fast backs off", static o => o.Saw(Walker, GupFast.BackedOff));

    /// <inheritdoc/>
    public override Breach? Judge(IOutcome outcome)
    {
        bool got = outcome.Saw(Walker, GupFast.Succeeded);
        bool isFreed = outcome.Saw(Zapper, Freed);
        if (got && isFreed)
        {
            return new Breach(BreachKind.UseAfterFree, "GUP-fast returned a page of a folio that belongs to somebody else");
        }

        if (got && outcome.TryGetObserved(Walker, GupFast.GotPfn, out ulong pfn) && pfn != World.FolioA + Target)
        {
            return new Breach(BreachKind.Assertion, "GUP-fast returned a page that the entry does not map");
        }

        ulong expected = (got ? 1UL : 0) + (isFreed ? 1UL : 0) + (zap == SetZap.Nothing ? (ulong)ContpteWorld.Entries : 0);
        ulong actual = outcome.Final(World.Refcount(World.FolioA));
        return actual == expected ? null : new Breach(BreachKind.Assertion, $"the folio's count is {actual} in the end, but {expected} references are held");
    }

    private void Unmap(Cpu cpu, RemapPage remap)
    {
        bool isFreed = false;
        Word folio = World.Mm.Pages[World.FolioA];
        if (zap == SetZap.Block)
        {
            World.Convert.ClearBlock(cpu, World.Ptes[0]);
            World.Mm.FlushPages(cpu, 0, ContpteWorld.Entries);
            cpu.Step(RemapPage.PutPage);
            isFreed = PageReference.FolioPutRefs(cpu, World.Mm, folio, ContpteWorld.Entries);
        }
        else if (zap == SetZap.Split)
        {
            remap.Unmap(cpu, Target, World.Ptes[Target], out _);
            isFreed = remap.Unmap(cpu, 0, World.Ptes[0], out _);
        }

        if (isFreed)
        {
            cpu.Observe(Freed, 1);
            cpu.Step(Reallocated);
            PageReference.AllocateForOther(cpu, World.Mm, folio, 0xf0_0000);
        }
    }
}
