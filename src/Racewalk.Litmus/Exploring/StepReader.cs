using Racewalk.Executions;
using Racewalk.Litmus.Candidates;
using Racewalk.Litmus.Semantics;
using Racewalk.Programs;

namespace Racewalk.Litmus.Exploring;

/// <summary>Makes the steps of one path from its events.</summary>
internal sealed class StepReader
{
    private readonly ThreadPath _path;
    private readonly ModelTerms _terms;
    private readonly Expressions _expressions;
    private readonly IReadOnlyList<LitmusEvent> _events;
    private readonly Dictionary<int, int> _writeOf = [];
    private readonly ReadSet[] _address;
    private readonly ReadSet[] _data;
    private readonly ReadSet[] _control;

    private StepReader(ThreadPath path, ModelTerms terms, Expressions expressions)
    {
        (_path, _terms, _expressions, _events) = (path, terms, expressions, path.Trace.Events);
        foreach ((int read, int write) in path.Trace.ReadModifyWrites)
        {
            if (!_writeOf.TryAdd(read, write))
            {
                throw new UnfitException("a read with two writes");
            }
        }

        StepDependencies dependencies = terms.DependenciesOf(path);
        _address = Sets(dependencies.Address);
        _data = Sets(dependencies.Data);
        _control = Sets(dependencies.Control);
    }

    /// <summary>The steps of a path.</summary>
    /// <exception cref="UnfitException">An event cannot be expressed.</exception>
    public static List<ThreadStep> Read(ThreadPath path, ModelTerms terms, Expressions expressions) => new StepReader(path, terms, expressions).Read();

    private List<ThreadStep> Read()
    {
        if (_path.Trace.Cut is { } cut)
        {
            throw new UnfitException($"a loop that is unrolled up to a bound ({cut})");
        }

        var steps = new List<ThreadStep>();
        var accesses = new List<LitmusEvent>();
        int write = -1;
        for (int i = 0; i < _events.Count; i++)
        {
            LitmusEvent e = _events[i];
            if (_terms.FaultOf(e) is { } fault)
            {
                CheckAdjacent(write);
                steps.Add(new ThreadStep { Kind = OperationKind.Fault, Fault = fault, AddressReads = _address[i], ControlReads = _control[i] });
                if (e.Invalidation is { } ended)
                {
                    steps.Add(new ThreadStep { Kind = OperationKind.Invalidate, Invalidation = ended, ControlReads = _control[i] });
                }
            }
            else if (e.Walk is { } rule)
            {
                CheckAdjacent(write);
                write = _writeOf.GetValueOrDefault(i, -1);
                steps.Add(Walk(i, _terms.RuleOf(rule), write));
            }
            else if (e.Invalidation is { } what)
            {
                CheckAdjacent(write);
                steps.Add(new ThreadStep { Kind = OperationKind.Invalidate, Invalidation = what, AddressReads = _address[i], ControlReads = _control[i] });
            }
            else if (e.Kind is LitmusEventKind.Fence or LitmusEventKind.Fault)
            {
                if (_terms.FenceOf(e) is { } fence)
                {
                    CheckAdjacent(write);
                    steps.Add(new ThreadStep { Kind = OperationKind.Fence, Fence = fence, ControlReads = _control[i] });
                }
            }
            else if (i == write)
            {
                write = -1;
            }
            else if (e.Kind is LitmusEventKind.Read or LitmusEventKind.Write)
            {
                CheckAdjacent(write);
                CheckInstruction(accesses, e);
                accesses.Add(e);
                if (_writeOf.TryGetValue(i, out write))
                {
                    steps.Add(ReadModifyWrite(i, write));
                }
                else
                {
                    write = -1;
                    steps.Add(e.Kind == LitmusEventKind.Read ? Load(i) : Store(i));
                }
            }
        }

        return steps;
    }

    private ReadSet[] Sets(IEnumerable<(int From, int To)> pairs)
    {
        var sets = new ReadSet[_events.Count];
        if (_terms.HasDependencies)
        {
            foreach ((int from, int to) in pairs)
            {
                sets[to] |= ReadSet.Of(_events[from].ReadOrdinal);
            }
        }

        return sets;
    }

    private static void CheckAdjacent(int pendingWrite)
    {
        if (pendingWrite >= 0)
        {
            throw new UnfitException("something between the load and the store of a read-modify-write");
        }
    }

    /// <summary>The events of one instruction are in no order, but the explorer's threads are sequences.</summary>
    private void CheckInstruction(List<LitmusEvent> before, LitmusEvent e)
    {
        for (int i = before.Count - 1; i >= 0 && before[i].Instruction == e.Instruction; i--)
        {
            if (!_terms.MayPutInOrder(before[i], e))
            {
                throw new UnfitException("two accesses of one instruction, which are in no order");
            }
        }
    }

    private ThreadStep Load(int i) => new()
    {
        Kind = OperationKind.Read,
        Location = _events[i].Location,
        Access = _terms.AccessOf(_events[i]),
        Ordinal = _events[i].ReadOrdinal,
        IsAtomic = IsAtomic(i),
        Awaited = Awaited(i),
        AddressReads = _address[i],
        ControlReads = _control[i],
    };

    /// <summary>The read of a walk with the hardware's update, whether this path has one or not: it follows from what is read.</summary>
    private ThreadStep Walk(int read, WalkRule rule, int update)
    {
        ulong supposed = _path.Trace.Conditions.First(c => c.Expression == _events[read].Value && c.IsEqual).Expected;
        if (rule.Updates(supposed) != update >= 0
            || (update >= 0 && !(_expressions.Pool.TryGetConstant(_events[update].Value, out ulong updated) && updated == rule.Updated(supposed))))
        {
            throw new UnfitException("an update by the hardware that does not follow from what the walk reads");
        }

        return new ThreadStep
        {
            Kind = rule.MayUpdate ? OperationKind.Rmw : OperationKind.Read,
            Location = _events[read].Location,
            Access = Access.Walk,
            Ordinal = _events[read].ReadOrdinal,
            Walk = rule,
            AddressReads = _address[read],
            ControlReads = _control[read],
        };
    }

    private ThreadStep Store(int i)
    {
        if (IsAtomic(i))
        {
            throw new UnfitException("the write of an atomic operation without its read");
        }

        return new ThreadStep
        {
            Kind = OperationKind.Write,
            Location = _events[i].Location,
            Access = _terms.AccessOf(_events[i]),
            Value = _events[i].Value,
            AddressReads = _address[i],
            DataReads = _data[i],
            ControlReads = _control[i],
        };
    }

    private ThreadStep ReadModifyWrite(int read, int write)
    {
        ReadSet own = ReadSet.Of(_events[read].ReadOrdinal);
        if (_events[read].Location != _events[write].Location || _address[read] != _address[write] - own)
        {
            throw new UnfitException("a read-modify-write with two addresses");
        }

        if (!(_control[write] - _control[read] - own).IsEmpty)
        {
            throw new UnfitException("a branch on an earlier read between the load and the store of a read-modify-write");
        }

        (RmwKind kind, Expr operand) = Operation(_events[write].Value, _events[read].ReadOrdinal);
        return Load(read) with
        {
            Kind = OperationKind.Rmw,
            Access = _terms.AccessOf(_events[read]) | _terms.AccessOf(_events[write]),
            Rmw = kind,
            Operand = operand,
            Value = _events[write].Value,
            DataReads = _data[write],
        };
    }

    /// <summary>What a read-modify-write computes. Whether it is the same in all 64 bits is looked at when the value is read.</summary>
    private (RmwKind Kind, Expr Operand) Operation(Expr value, int ordinal)
    {
        ExprPool pool = _expressions.Pool;
        if (!_expressions.Mentions(value, ordinal))
        {
            return (RmwKind.Exchange, value);
        }

        if (IsOld(value, ordinal))
        {
            return (RmwKind.Or, pool.Zero);
        }

        (ExprOp op, ulong first, ulong second) = pool[value];
        (Expr a, Expr b) = (new Expr((int)first), new Expr((int)second));
        if (op == ExprOp.And && pool.TryGetConstant(b, out ulong mask) && IsSize(mask) && pool[a].Op != ExprOp.ReadValue)
        {
            return Operation(a, ordinal);
        }

        bool isFirst = IsOld(a, ordinal) && !_expressions.Mentions(b, ordinal);
        bool isSecond = IsOld(b, ordinal) && !_expressions.Mentions(a, ordinal);
        Expr other = isFirst ? b : a;
        return op switch
        {
            ExprOp.Add when isFirst || isSecond => (RmwKind.Add, other),
            ExprOp.Subtract when isFirst => (RmwKind.Add, pool.Compute(ExprOp.Subtract, pool.Zero, b)),
            ExprOp.And when isFirst || isSecond => (RmwKind.And, other),
            ExprOp.Or when isFirst || isSecond => (RmwKind.Or, other),
            ExprOp.Xor when isFirst || isSecond => (RmwKind.Xor, other),
            _ => throw new UnfitException("a read-modify-write that computes what the explorer has no operation for"),
        };
    }

    /// <summary>Whether an expression is the value read, cut to its size or not.</summary>
    private bool IsOld(Expr e, int ordinal)
    {
        (ExprOp op, ulong a, ulong b) = _expressions.Pool[e];
        return op == ExprOp.ReadValue ? (int)b == ordinal
            : op == ExprOp.And && _expressions.Pool.TryGetConstant(new Expr((int)b), out ulong mask) && IsSize(mask) && IsOld(new Expr((int)a), ordinal);
    }

    private static bool IsSize(ulong mask) => (mask & (mask + 1)) == 0;

    private bool IsAtomic(int i) => _events[i].Sets.Any(static s => s is "X" or "RMW");

    private ulong? Awaited(int i)
    {
        if (!_events[i].Sets.Any(static s => s is "LKR" or "LF" or "RL" or "RU"))
        {
            return null;
        }

        foreach (PathCondition c in _path.Trace.Conditions)
        {
            if (c.Expression == _events[i].Value && c.IsEqual)
            {
                return c.Expected;
            }
        }

        throw new InvalidOperationException("the path does not say what a lock's word is");
    }
}
