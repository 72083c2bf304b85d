using Racewalk.Mm.Collapse;
using Racewalk.Mm.Faults;
using Racewalk.Mm.Gup;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Teardown;
using Racewalk.Mm.Thp;
using Racewalk.Mm.Vmas;

namespace Racewalk.Mm.Races;

/// <summary>Who is there besides a write fault on a huge page.</summary>
public enum WpHugeOther
{
    /// <summary>The child, which takes a reference by GUP-fast and unmaps the huge page.</summary>
    Gup,

    /// <summary>MADV_DONTNEED of the parent.</summary>
    Dontneed,

    /// <summary>A split of the parent's PMD entry.</summary>
    Split,

    /// <summary>Somebody who has the folio locked for a while, and MADV_DONTNEED of the parent behind that. The child maps the huge page.</summary>
    Locked,
}

/// <summary>A write fault on a huge page that is mapped read-only, against those that must stop it from using the page as it is (cow/wp-huge).</summary>
/// <param name="other">Who is there.</param>
/// <param name="clear">How entries are cleared.</param>
/// <param name="pte">What the architecture makes of entries.</param>
/// <param name="layout">Where memory lies; null for the model's layout.</param>
public sealed class WpHugeRace(WpHugeOther other, EntryClear clear, ArchPte pte, MemoryLayout? layout = null) : Race
{
    /// <summary>Step: the parent writes.</summary>
    public const string ParentStores = "parent-stores";

    /// <summary>Step: somebody locks the folio.</summary>
    public const string LockFolio = "other-lock-folio";

    /// <summary>Step: and unlocks it.</summary>
    public const string UnlockFolio = "other-unlock-folio";

    private const int Fault = 0;
    private const int Other = 1;
    private const int Tail = 1;
    private const ulong NewData = 0x5709e;
    private const string ChildRead = "child-read";

    /// <summary>Its memory.</summary>
    public HugeCowWorld World { get; } = new(isShared: other is WpHugeOther.Gup or WpHugeOther.Locked, pte, layout);

    /// <inheritdoc/>
    public override PhysicalMemory Memory => World.Memory;

    /// <inheritdoc/>
    public override IReadOnlyList<Actor> Actors
    {
        get
        {
            var fault = new AnonFault(World.Parent, new FaultOptions(PerVmaLock: false, HugePages: false, clear));
            var dontneed = new MadviseDontneed(World.Parent, clear, new PmdNone(World.Parent, NonePolicy.Trust));
            var split = new SplitHugePmd(World.Parent, clear);
            var zap = new ZapHugePmd(World.Child.Mm, clear);
            var gup = new GupFast(World.Child.Mm, new GupOptions());
            var alone = new Actor("page fault", cpu => fault.Handle(cpu, 0, Tail, isStore: true));
            return other switch
            {
                WpHugeOther.Gup => [new("child's munmap, parent", cpu => ZapAndStore(cpu, zap, fault)), new("child's GUP-fast", cpu => GetAndRead(cpu, gup))],
                WpHugeOther.Dontneed => [alone, new("MADV_DONTNEED", cpu => dontneed.Zap(cpu, 0))],
                WpHugeOther.Split => [alone, new("split", cpu => split.SplitPmd(cpu, 0, freezes: false, folio: 0))],
                _ => [alone, new("folio lock, MADV_DONTNEED", cpu => LockAndZap(cpu, dontneed))],
            };
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Behaviour> Behaviours { get; } = other switch
    {
        WpHugeOther.Gup =>
        [
            new("the child gets the page", static o => o.Saw(Other, GupFast.Succeeded)),
            s_reuses,
            s_copies,
        ],
        WpHugeOther.Dontneed => [s_reuses, s_mapsZeros],
        WpHugeOther.Split =>
        [
            s_reuses,
            new("the fault finds the table", static o => o.Saw(Fault, WpPage.Copied) || o.Saw(Fault, WpPage.Reused)),
        ],
        _ =>
        [
            s_mapsZeros,
            new("the fault waits for the folio's lock and copies", static o => o.Saw(Fault, WpHugePage.Waited) && o.Saw(Fault, WpPage.Copied)),
            new("the fault copies and does not wait", static o => !o.Saw(Fault, WpHugePage.Waited) && o.Saw(Fault, WpPage.Copied)),
        ],
    };

    private static readonly Behaviour s_reuses = new("the parent uses the huge page", static o => o.Saw(Fault, WpHugePage.Reused));
    private static readonly Behaviour s_copies = new("the parent copies the page", static o => o.Saw(Fault, WpPage.Copied));
    private static readonly Behaviour s_mapsZeros = new("the fault maps zeros, since the page has gone", static o => o.Saw(Fault, AnonymousPage.MappedZeros));

    /// <summary>The entry changes between the look and the PMD lock; not possible without the comparison there.</summary>
    public static Behaviour FindsChanged { get; } =
        new("the fault finds another entry with the PMD lock held", static o => o.Saw(Fault, AnonFault.Refault) && !o.Saw(Fault, WpHugePage.Waited));

    /// <summary>It changes during the wait for the folio; not possible without the comparison behind that.</summary>
    public static Behaviour FindsChangedLocked { get; } =
        new("the fault finds another entry with the folio locked", static o => o.Saw(Fault, AnonFault.Refault) && o.Saw(Fault, WpHugePage.Waited));

    /// <inheritdoc/>
    public override Breach? Judge(IOutcome outcome)
    {
        bool got = outcome.Saw(Other, GupFast.Succeeded);
        bool reused = outcome.Saw(Fault, WpHugePage.Reused);
        if (got && reused)
        {
            return new Breach(BreachKind.Assertion, "the child holds a reference on the huge page that the parent writes to from now on: it reads what it must not see");
        }

        if (outcome.TryGetObserved(Other, ChildRead, out ulong read) && read == NewData)
        {
            return new Breach(BreachKind.Assertion, "the child has read what the parent wrote after fork");
        }

        if (reused && other == WpHugeOther.Locked)
        {
            return new Breach(BreachKind.Assertion, "the huge page has become the parent's alone, and the child maps it");
        }

        return World.CheckEntry(outcome) ?? CheckData(outcome) ?? World.CheckReferences(outcome, got ? 1UL : 0);
    }

    private Breach? CheckData(IOutcome outcome)
    {
        for (int i = 0; i < HugeCowWorld.Pages; i++)
        {
            ulong data = World.DataOf(outcome, i);
            switch (other)
            {
                case WpHugeOther.Dontneed or WpHugeOther.Locked when data != 0:
                    return new Breach(BreachKind.Assertion, $"MADV_DONTNEED has returned, and page {i} is there again with its old data");
                case WpHugeOther.Split when data != HugeCowWorld.Data(i):
                    return new Breach(BreachKind.LostData, $"page {i} has lost its data");
            }
        }

        return null;
    }

    private void ZapAndStore(Cpu cpu, ZapHugePmd zap, AnonFault fault)
    {
        zap.Zap(cpu, 0);
        fault.Handle(cpu, 0, Tail, isStore: true);
        cpu.Step(ParentStores);
        MmStruct mm = World.Parent.Mm;
        Word pmd = cpu.ReadOnce(mm.PmdOffset(0));
        Word frame = PageTableEntry.IsTable(pmd) ? PageTableEntry.FrameAddress(cpu.ReadOnce(mm.PteOffset(pmd, Tail))) : mm.FrameOf(mm.PageOf(pmd) + (Tail * StructPage.Size));
        cpu.WriteOnce(frame, NewData);
    }

    private void GetAndRead(Cpu cpu, GupFast gup)
    {
        if (gup.TryGetPage(cpu, 0, Tail, out Word page, out _))
        {
            cpu.Observe(ChildRead, cpu.ReadOnce(World.Child.Mm.FrameOf(page)));
        }
    }

    private void LockAndZap(Cpu cpu, MadviseDontneed dontneed)
    {
        Word folio = World.Parent.Mm.Pages[World.HugePfn];
        cpu.Step(LockFolio);
        if (StructPage.TryLock(cpu, folio))
        {
            cpu.Step(UnlockFolio);
            StructPage.Unlock(cpu, folio);
        }

        dontneed.Zap(cpu, 0);
    }
}
