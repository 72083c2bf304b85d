using Racewalk.Exploration;
using Racewalk.Programs;

namespace Racewalk.Scenarios.Vmas;

/// <summary>What must add up when all is over: references, and the table that is deposited with every huge page.</summary>
internal static class Balance
{
    /// <summary>Checks it.</summary>
    internal static FailureNote? Check(IExecution execution, AnonWorld world)
    {
        bool isHuge = world.IsHuge(execution);
        ulong deposited = execution.Final(world.Vma.Mm.DepositedTable);
        if (isHuge != (deposited != 0))
        {
            return new FailureNote(ViolationKind.Assertion, isHuge ? "a huge page is mapped without a deposited table" : "a table is deposited, and no huge page is mapped");
        }

        for (int i = 0; i < world.SmallPages.Count; i++)
        {
            ulong pfn = world.SmallPages[i];
            bool isMapped = !isHuge && world.EntryOf(execution, i) >> Mm.Memory.PageTableEntry.PfnShift == pfn;
            ulong count = execution.Final(AnonWorld.Refcount(pfn));
            if (count != (isMapped ? 1UL : 0) + (pfn == world.PinnedPfn ? 1UL : 0))
            {
                return new FailureNote(
                    ViolationKind.Assertion, $"{world.Memory.Name(AnonWorld.Refcount(pfn))} is {count} in the end, and the page is {(isMapped ? "" : "not ")}mapped");
            }
        }

        return null;
    }
}
