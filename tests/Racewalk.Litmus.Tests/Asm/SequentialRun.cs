using Racewalk.Litmus.Dialects.Asm;
using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Tests.Asm;

/// <summary>The final states of a test with one thread: every read returns the last write to its location.</summary>
internal sealed class SequentialRun
{
    private readonly LitmusProgram _program;
    private readonly ThreadTrace _path;
    private readonly List<ulong> _reads = [];
    private readonly Dictionary<int, ulong> _memory = [];

    private SequentialRun(LitmusProgram program, ThreadTrace path)
    {
        _program = program;
        _path = path;
        foreach (LitmusEvent e in path.Events)
        {
            if (e.Kind == LitmusEventKind.Read)
            {
                _reads.Add(Memory(e.Location));
            }
            else if (e.Kind == LitmusEventKind.Write)
            {
                _memory[e.Location] = Evaluate(e.Value);
            }
        }
    }

    private bool IsPossible => _path.Cut is null && _path.Conditions.All(c => (Evaluate(c.Expression) == c.Expected) == c.IsEqual);

    /// <summary>Whether the condition's proposition holds in some final state, and in all.</summary>
    public static (bool Reachable, bool Always) Check(LitmusProgram program)
    {
        SequentialRun[] runs = [.. ThreadPaths.Enumerate(program, 0).Select(path => new SequentialRun(program, path)).Where(run => run.IsPossible)];
        Assert.NotEmpty(runs);
        AccessSizes.Check(program, [runs[0]._path]);
        return (runs.Any(run => run.Holds(program.Question.Condition)), runs.All(run => run.Holds(program.Question.Condition)));
    }

    private ulong Memory(int location) => _memory.TryGetValue(location, out ulong value) ? value : _program.InitialMemory.GetValueOrDefault(location);

    private ulong Evaluate(Expr e)
    {
        (ExprOp op, ulong a, ulong b) = _program.Pool[e];
        return op switch
        {
            ExprOp.Constant => a,
            ExprOp.ReadValue => _reads[(int)b],
            _ => ExprPool.Evaluate(op, Evaluate(new Expr((int)a)), Evaluate(new Expr((int)b))),
        };
    }

    private ulong Value(FinalPlace place) => place.IsLocation
        ? Memory(place.Number)
        : _path.Registers.TryGetValue(place.Number, out Expr value) ? Evaluate(value) : _program.InitialRegister(0, place.Number);

    private bool Holds(Proposition proposition) => proposition switch
    {
        TrueProposition => true,
        ValueProposition value => _program.Holds(value, Value(value.Place)),
        SameValueProposition same => Value(same.Left) == Value(same.Right),
        FaultProposition fault => _path.Faults.Any(f => (fault.Label ?? f.Label) == f.Label && (fault.Kind ?? f.Kind) == f.Kind),
        NotProposition not => !Holds(not.Operand),
        AndProposition and => and.Operands.All(Holds),
        OrProposition or => or.Operands.Any(Holds),
        _ => throw new InvalidOperationException("a proposition of another kind"),
    };
}
