using Racewalk.Oracle.Language;

namespace Racewalk.Oracle.Unfolding;

/// <summary>A value with the reads it was computed from, as a set of events of the thread.</summary>
internal readonly record struct Traced(ulong Value, ulong Reads);

/// <summary>The registers of one context (the task or one handler's run), and what it has branched on.</summary>
internal sealed class ContextState(int number)
{
    private ulong _mistaken;
    private readonly Traced[] _registers = new Traced[TestProgram.RegisterCount];

    /// <summary>0 for the task; n for the n-th interrupt.</summary>
    public int Number { get; } = number;

    /// <summary>The reads branched on so far.</summary>
    public ulong Control { get; private set; }

    /// <summary>Whether it has branched on what a read returned that was mistaken about its memory; then it ends there.</summary>
    public bool HasFailed => (Control & _mistaken) != 0;

    /// <summary>Records that a read was mistaken.</summary>
    public void Mistake(ulong reads) => _mistaken |= reads;

    /// <summary>Sets a register.</summary>
    public void Set(int register, ulong value, ulong reads) => _registers[register] = new Traced(value, reads);

    /// <summary>Records a branch.</summary>
    public void Branch(ulong reads) => Control |= reads;

    /// <summary>Computes a value.</summary>
    public Traced Evaluate(ValueExpression expression)
    {
        if (!expression.UsesRegister)
        {
            return new Traced(expression.Number, 0);
        }

        Traced register = _registers[expression.Register];
        ulong value = expression.Shape switch
        {
            ValueShape.Register => register.Value,
            ValueShape.RegisterPlus => unchecked(register.Value + expression.Number),
            ValueShape.XorSelf => 0,
            _ => expression.Number,
        };
        return new Traced(value, register.Reads);
    }

    /// <summary>Computes a location; the value is its number.</summary>
    public Traced Evaluate(LocationExpression expression)
    {
        if (!expression.UsesRegister)
        {
            return new Traced((ulong)expression.Location, 0);
        }

        Traced register = _registers[expression.Register];
        ulong offset = expression.Shape == LocationShape.Indexed ? register.Value & 1 : 0;
        return new Traced((ulong)expression.Location + offset, register.Reads);
    }

    /// <summary>Evaluates a condition and branches on it.</summary>
    public bool Decide(Condition condition)
    {
        Traced left = Evaluate(condition.Left);
        Traced right = Evaluate(condition.Right);
        Branch(left.Reads | right.Reads);
        return left.Value == right.Value == condition.Equal;
    }
}
