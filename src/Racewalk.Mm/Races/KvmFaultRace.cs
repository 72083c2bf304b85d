using Racewalk.Mm.Kvm;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Migration;
using Racewalk.Mm.Teardown;

namespace Racewalk.Mm.Races;

/// <summary>How a guest's page fault and the invalidation are made.</summary>
/// <param name="Lookup">How the fault finds the page.</param>
/// <param name="LooksAtRange">Whether it looks whether the page is in the range that is being invalidated.</param>
/// <param name="HasRmapLock">Whether the guest frame's chain has a lock of its own (Power).</param>
/// <param name="TakesMmapLock">Whether the end of a section of mmap_lock takes the place of smp_rmb.</param>
/// <param name="CountFirst">Whether the counters go the wrong way round when an invalidation ends.</param>
/// <param name="IsNarrow">Whether the notifier's range is that of the page beside.</param>
/// <param name="HasGuest">Whether the guest accesses the page afterwards.</param>
/// <param name="IsMigration">Whether the page moves to another frame; otherwise it goes by MADV_DONTNEED.</param>
/// <param name="Clear">How the PTE is cleared.</param>
public sealed record KvmFaultChoices(
    PfnLookup Lookup, bool LooksAtRange, bool HasRmapLock, bool TakesMmapLock, bool CountFirst, bool IsNarrow, bool HasGuest, bool IsMigration, EntryClear Clear);

/// <summary>A guest's page fault against MADV_DONTNEED of the page, or its migration, with KVM's notifiers around that (kvm/fault).</summary>
public sealed class KvmFaultRace : Race
{
    private const int Invalidator = 0;
    private const int Vcpu = 1;

    private readonly KvmFaultChoices _choices;

    /// <summary>The race.</summary>
    /// <param name="choices">How it is made.</param>
    /// <param name="layout">Where memory lies; null for the model's layout.</param>
    public KvmFaultRace(KvmFaultChoices choices, MemoryLayout? layout = null)
    {
        _choices = choices;
        World = new KvmWorld(choices.IsNarrow ? 2 : 1, huge: choices.IsMigration, hasRmapLock: choices.HasRmapLock, layout: layout);
        World.Host.Memory.Set(World.Host.Refcount(World.Page()), choices.IsMigration ? 2UL : 1);
    }

    /// <summary>Its memory.</summary>
    public KvmWorld World { get; }

    /// <inheritdoc/>
    public override PhysicalMemory Memory => World.Host.Memory;

    /// <inheritdoc/>
    public override IReadOnlyList<Actor> Actors
    {
        get
        {
            MmStruct mm = World.Host.Mm;
            var notifier = new KvmMmuNotifier(World.Kvm, new KvmNotifierOptions(DecrementFirst: _choices.CountFirst));
            var zap = new ZapPageRange(mm, new ZapPte(mm, _choices.Clear), notifier);
            var migrate = new MigratePage(mm, _choices.Clear, MigrationAccept.Freeze, notifier);
            var fault = new KvmPageFault(World.Kvm, notifier, new KvmFaultOptions(_choices.Lookup, _choices.LooksAtRange, DirtyTracking.AtZap));
            KvmGuest? guest = _choices.HasGuest ? new KvmGuest(World.Kvm) : null;
            int start = _choices.IsNarrow ? 1 : 0;
            return
            [
                _choices.IsMigration
                    ? new("migration", cpu => migrate.Migrate(cpu, 0, 0, World.Host.HugePfn))
                    : new("MADV_DONTNEED", cpu => zap.Zap(cpu, 0, 0, start, start + 1)),
                new("vCPU", cpu =>
                {
                    fault.Handle(cpu, 0, _choices.TakesMmapLock ? World.MmapLock : 0);
                    guest?.Load(cpu, 0);
                }),
            ];
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Behaviour> Behaviours =>
    [
        .. _choices.IsMigration
            ? [
                new("the fault maps the page's new frame", o => World.IsMapped(o) && o.Saw(Invalidator, MigratePage.Migrated)),
                new("the fault has the page and it stays", static o => o.Saw(Invalidator, MigratePage.GaveUp)),
            ]
            : (Behaviour[])[],
        new("the fault maps the page, and the invalidation unmaps it", static o => o.Saw(Vcpu, KvmPageFault.Mapped) && o.Saw(Invalidator, KvmMmuNotifier.Zapped)),
        new("the fault finds no page", static o => o.Saw(Vcpu, KvmPageFault.NoPage)),
        .. _choices.HasGuest ? [new("the guest accesses the page before it goes", static o => o.Saw(Vcpu, KvmGuest.Accessed))] : (Behaviour[])[],
    ];

    /// <summary>The fault finds an invalidation under way or over; not possible if it looks for neither.</summary>
    public static Behaviour Retries { get; } = new("the fault retries", static o => o.Saw(Vcpu, KvmPageFault.Retries));

    /// <inheritdoc/>
    public override Breach? Judge(IOutcome outcome) =>
        World.CheckSptes(outcome) ?? World.CheckCount(outcome, World.Page(), outcome.Saw(Invalidator, MigratePage.GaveUp) ? 2UL : 0);
}
