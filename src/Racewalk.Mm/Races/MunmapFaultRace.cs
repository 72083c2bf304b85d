using Racewalk.Mm.Faults;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Teardown;

namespace Racewalk.Mm.Races;

/// <summary>munmap of a VMA against a page fault in it (munmap/fault).</summary>
/// <param name="clear">How PTEs are cleared.</param>
/// <param name="perVmaLock">Whether the fault tries the VMA's own lock.</param>
/// <param name="downgrades">Whether munmap holds mmap_lock for reading alone once the VMA is detached.</param>
/// <param name="layout">Where memory lies; null for the model's layout.</param>
public sealed class MunmapFaultRace(EntryClear clear, bool perVmaLock, bool downgrades, MemoryLayout? layout = null) : Race
{
    private const int Fault = 1;

    /// <summary>Its memory.</summary>
    public AnonWorld World { get; } = new(entries: 1, pages: 1, canGo: true, layout: layout);

    /// <inheritdoc/>
    public override PhysicalMemory Memory => World.Memory;

    /// <inheritdoc/>
    public override IReadOnlyList<Actor> Actors
    {
        get
        {
            MmStruct mm = World.Vma.Mm;
            var munmap = new Munmap(World.Vma, clear, new TableBatch(mm, TableFreeKind.AfterFlush), downgrades);
            var fault = new AnonFault(World.Vma, new FaultOptions(perVmaLock, HugePages: false));
            var all = new PageRange(0, 1);
            return
            [
                new("munmap", cpu => munmap.Unmap(cpu, new MmuGather(mm, 1), all, all)),
                new("page fault", cpu => fault.Handle(cpu, 0, 0, isStore: true)),
            ];
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Behaviour> Behaviours { get; } =
    [
        new("the fault finds the page", static o => o.Saw(Fault, AnonFault.WasMapped)),
        new("the fault finds no VMA", static o => o.Saw(Fault, AnonFault.BadArea)),
        .. perVmaLock ? [new("the VMA's lock is enough", static o => o.Saw(Fault, AnonFault.TookVmaLock))] : (Behaviour[])[],
    ];

    /// <inheritdoc/>
    public override Breach? Judge(IOutcome outcome)
    {
        if (outcome.Final(World.Vma.Mm.PmdTable) != 0)
        {
            return new Breach(BreachKind.Assertion, "munmap has returned, and something is mapped where no VMA is");
        }

        ulong pfn = new[] { World.SmallPages[0], World.Frames.Page }.FirstOrDefault(p => outcome.Final(World.Refcount(p)) != 0);
        return pfn == 0 ? null : new Breach(BreachKind.Assertion, $"{World.Memory.Name(World.Refcount(pfn))} is not 0 in the end, and nothing maps the page: it is lost");
    }
}
