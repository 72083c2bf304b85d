using Racewalk.Executions;
using Racewalk.Exploration;
using Racewalk.Programs;

namespace Racewalk.Reporting.Order;

/// <summary>
/// How firmly two events of one CPU are kept in program order, as a weight: what a reader should believe last to have been swapped weighs most.
/// It judges by kinds, barriers and dependencies alone, so that it can explain an execution of any model; the model itself has the last word on
/// what is allowed.
/// </summary>
internal sealed class ProgramOrderStrength
{
    /// <summary>The weight of pairs that hardware keeps in order.</summary>
    public const int Ordered = 1000;

    private const int Forwarded = 1;
    private const int StoreLoad = 2;
    private const int SameKind = 3;
    private const int LoadStore = 4;
    private const int OutsideMemory = 6;

    private readonly Execution _execution;
    private readonly bool _isTso;
    private readonly int[] _readOrdinal;

    /// <summary>Strengths of the pairs of an execution.</summary>
    /// <param name="execution">The execution.</param>
    /// <param name="model">The model's name: under <c>tso</c> only a store and a later load can be swapped.</param>
    public ProgramOrderStrength(Execution execution, string model)
    {
        _execution = execution;
        _isTso = model == "tso";
        _readOrdinal = ReadOrdinals.Of(execution);
    }

    /// <summary>The weight of keeping two events of one thread, given in program order, in this order.</summary>
    public int Of(int firstId, int secondId)
    {
        ExecutionEvent first = _execution.Events[firstId];
        ExecutionEvent second = _execution.Events[secondId];
        if (first.Kind == EventKind.Fence || second.Kind == EventKind.Fence)
        {
            return Math.Max(
                first.Kind == EventKind.Fence ? AfterFence(first.Operation.Fence, second) : 0,
                second.Kind == EventKind.Fence ? BeforeFence(first, second) : 0);
        }

        if (!IsAccess(first) || !IsAccess(second))
        {
            return OutsideMemory;
        }

        return IsKept(first, second) ? Ordered : (first.Kind, second.Kind) switch
        {
            (EventKind.Write, EventKind.Read) => second.ReadsFrom == firstId ? Forwarded : StoreLoad,
            (EventKind.Read, EventKind.Write) => LoadStore,
            _ => SameKind,
        };
    }

    /// <summary>Whether barriers, annotations or dependencies order two events of one thread, directly or by events between them.</summary>
    public bool IsOrdered(int firstId, int secondId)
    {
        IReadOnlyList<int> events = _execution.Threads[_execution.Events[firstId].Thread].Events;
        var reached = new List<int> { firstId };
        for (int i = _execution.Events[firstId].Index + 1; i <= _execution.Events[secondId].Index; i++)
        {
            if (reached.Any(before => Of(before, events[i]) >= Ordered))
            {
                reached.Add(events[i]);
            }
        }

        return reached[^1] == secondId;
    }

    private bool IsKept(ExecutionEvent first, ExecutionEvent second)
    {
        if (first.RmwPartner == second.Id || DependsOn(first, second))
        {
            return true;
        }

        if (_isTso)
        {
            return !(first.Kind == EventKind.Write && second.Kind == EventKind.Read) || IsRmw(first) || IsRmw(second);
        }

        if ((first.Kind == EventKind.Write && Has(first, Access.FullBarrier)) || (second.Kind == EventKind.Read && Has(second, Access.FullBarrier)))
        {
            return true;
        }

        bool acquires = first.Kind == EventKind.Read && Has(first, Access.Acquire | Access.AcquirePc | Access.Lock);
        bool releases = second.Kind == EventKind.Write && Has(second, Access.Release | Access.Unlock);
        bool releaseThenAcquire = first.Kind == EventKind.Write && Has(first, Access.Release) &&
            second.Kind == EventKind.Read && Has(second, Access.Acquire);

        // A single instruction that is both acquire and release (LDADDAL, CASAL) orders its write, too, before all that follows.
        bool isFullAtomic = first.Kind == EventKind.Write &&
            Has(first, Access.Atomic) && Has(first, Access.Acquire) && Has(first, Access.Release);
        return acquires || releases || releaseThenAcquire || isFullAtomic;
    }

    private bool DependsOn(ExecutionEvent first, ExecutionEvent second)
    {
        int ordinal = _readOrdinal[first.Id];
        if (ordinal < 0 || first.Context != second.Context)
        {
            return false;
        }

        Operation operation = second.Operation;
        if (operation.AddressReads.Contains(ordinal))
        {
            return true;
        }

        // A write waits for what decides its data, its existence, and where the accesses before it go.
        return second.Kind == EventKind.Write && (operation.DataReads.Contains(ordinal) || operation.ControlReads.Contains(ordinal) ||
            _execution.Threads[first.Thread].Events
                .Skip(first.Index + 1)
                .Take(second.Index - first.Index - 1)
                .Select(id => _execution.Events[id])
                .Any(between => between.Context == first.Context && between.Operation.AddressReads.Contains(ordinal)));
    }

    private int BeforeFence(ExecutionEvent first, ExecutionEvent fence) => fence.Operation.Fence switch
    {
        FenceKind.Store or FenceKind.DsbStore or FenceKind.Eieio => first.Kind == EventKind.Read ? Forwarded : Ordered,
        FenceKind.Load or FenceKind.DsbLoad or FenceKind.ReadRead => first.Kind == EventKind.Write ? Forwarded : Ordered,
        FenceKind.RcuLock or FenceKind.RcuUnlock => SameKind,
        FenceKind.ContextSync =>
            _readOrdinal[first.Id] >= 0 && fence.Operation.ControlReads.Contains(_readOrdinal[first.Id]) ? Ordered : SameKind,
        _ => Ordered,
    };

    private static int AfterFence(FenceKind fence, ExecutionEvent second) => fence switch
    {
        FenceKind.Store or FenceKind.Eieio => second.Kind == EventKind.Read ? Forwarded : Ordered,
        FenceKind.ReadRead => second.Kind == EventKind.Write ? Forwarded : Ordered,
        FenceKind.RcuLock or FenceKind.RcuUnlock => SameKind,
        _ => Ordered,
    };

    private static bool IsAccess(ExecutionEvent e) => e.Kind is EventKind.Read or EventKind.Write;

    private static bool IsRmw(ExecutionEvent e) => e.Operation.Kind == OperationKind.Rmw;

    private static bool Has(ExecutionEvent e, Access access) => (e.Operation.Access & access) != 0;
}
