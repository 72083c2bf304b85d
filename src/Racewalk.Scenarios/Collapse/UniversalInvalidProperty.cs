using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Collapse;
using Racewalk.Mm.Memory;
using Racewalk.Programs;

namespace Racewalk.Scenarios.Collapse;

/// <summary>What must be true in the end of khugepaged/universal-invalid.</summary>
internal static class UniversalInvalidProperty
{
    /// <summary>What user code stores.</summary>
    private const ulong NewData = 0x5709e;

    /// <summary>What is broken; null if nothing is.</summary>
    /// <param name="execution">The execution.</param>
    /// <param name="world">Its memory.</param>
    /// <param name="other">Who is there besides khugepaged.</param>
    /// <param name="stored">Whether user code's store was made.</param>
    internal static FailureNote? Judge(IExecution execution, NonPresentWorld world, string other, bool stored) => other switch
    {
        "dontneed" => JudgeDontneed(execution, world),
        "neighbour" => JudgeDeposited(execution, world),
        _ => !stored
            ? new FailureNote(ViolationKind.Assertion, "user code gets a signal at an address where it has a page all along")
            : execution.Final(world.Lower.Data(1)) != NewData
                ? new FailureNote(ViolationKind.LostData, "the huge page does not have what user code has written to the small one")
                : null,
    };

    /// <summary>One table came and one went, whichever: one must be left.</summary>
    private static FailureNote? JudgeDeposited(IExecution execution, NonPresentWorld world)
    {
        ulong head = execution.Final(world.Mm.DepositedTable);
        if (head == 0)
        {
            return new FailureNote(ViolationKind.LostData, "there is a huge page, and no table is deposited for it");
        }

        ulong next = execution.Final(PgtableDeposit.LinkOf(PageOf(head)).Bits);
        return IsFreed(head) || next != 0
            ? new FailureNote(ViolationKind.UseAfterFree, "a table that has been freed is in the list of deposited tables")
            : null;

        bool IsFreed(ulong table) => Poison.IsFreed(execution.Final(table >> PageTableEntry.PfnShift << PageTableEntry.PfnShift));
    }

    private static FailureNote? JudgeDontneed(IExecution execution, NonPresentWorld world)
    {
        ulong pmd = execution.Final(world.Lower.Pmd);
        bool isMapped = pmd != 0 && ((pmd & PageTableEntry.Table) == 0 || execution.Final(world.Lower.Ptes[0]) != 0);
        return isMapped
            ? new FailureNote(ViolationKind.LostData, "MADV_DONTNEED is over, and the memory that was there before is still there")
            : execution.Final(world.Rss) != 0
                ? new FailureNote(ViolationKind.Assertion, "nothing is mapped, and the mm counts a page still: MADV_DONTNEED met an entry that it does not know")
                : null;
    }

    private static Word PageOf(ulong entry) => PhysicalMemory.Memmap + ((entry >> PageTableEntry.PfnShift) * StructPage.Size);
}
