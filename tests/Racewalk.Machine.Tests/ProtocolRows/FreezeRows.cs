using Racewalk.Programs;

namespace Racewalk.Machine.Tests.ProtocolRows;

/// <summary>
/// GUP-fast against folio_ref_freeze, as in migration: try_to_migrate_one replaces the PTE; __folio_migrate_mapping freezes the count and
/// sets it to what is left when the mapping points to the new folio (v6.12 mm/rmap.c, mm/migrate.c).
/// </summary>
internal static class FreezeRows
{
    private const ulong Pmd = 0x100;
    private const ulong Pte = 0x200;
    private const ulong Refcount = 0x300;
    private const ulong Present = 1;
    private const ulong MigrationEntry = 0x70;

    private const string Got = "got the page";
    private const string BackedOff = "backed off";
    private const string Frozen = "frozen";
    private const string NotFrozen = "not frozen";

    public static IReadOnlyList<ProtocolRow> All { get; } =
    [
        Row(10, "frozen for good, no recheck", unfreeze: false, Recheck.Nothing, Reachable.Never),
        Row(10, "unfrozen again, recheck", unfreeze: true, Recheck.Pte, Reachable.Never),
        Row(null, "unfrozen again, no recheck", unfreeze: true, Recheck.Nothing, Reachable.UnderSc),
    ];

    private static ProtocolRow Row(int? number, string name, bool unfreeze, Recheck recheck, Reachable expected) => new()
    {
        Number = number,
        Name = "GUP, freeze: " + name,
        Tasks = [Migrate(unfreeze), GupFast.GetPage(Pmd, recheck, MemoryOrder.Full, Got, BackedOff)],
        Initial = new Dictionary<ulong, ulong> { [Pmd] = Pte | Present, [Pte] = Refcount | Present, [Refcount] = 2 },
        Bad = e => e.Saw(Got) && e.Saw(Frozen),
        Witnesses =
        [
            e => e.Saw(Got) && e.Saw(NotFrozen),
            e => e.Saw(Frozen) && !e.Saw(Got),
        ],
        Expected = expected,
    };

    // Expects two references: the page cache's and the one that isolated the folio.
    [CheckedCode]
    private static Action<Cpu> Migrate(bool unfreeze) => cpu =>
    {
        cpu.WriteOnce(Pte, MigrationEntry);
        if (cpu.Cmpxchg(Refcount, 2, 0) != 2)
        {
            cpu.Observe(NotFrozen, 1);
            return;
        }

        cpu.Observe(Frozen, 1);
        if (unfreeze)
        {
            cpu.AtomicSetRelease(Refcount, 1);
        }
    };
}
