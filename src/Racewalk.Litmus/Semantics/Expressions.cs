namespace Racewalk.Litmus.Semantics;

/// <summary>What an expression computes. Arithmetic is on 64 bits and wraps.</summary>
public enum ExprOp : byte
{
    /// <summary>A constant.</summary>
    Constant,

    /// <summary>The value that a read event of a thread returns.</summary>
    ReadValue,

    /// <summary>a + b</summary>
    Add,

    /// <summary>a − b</summary>
    Subtract,

    /// <summary>a × b</summary>
    Multiply,

    /// <summary>a ÷ b, unsigned; 0 when dividing by 0.</summary>
    Divide,

    /// <summary>The remainder of a ÷ b, unsigned; a when dividing by 0.</summary>
    Remainder,

    /// <summary>Bitwise and.</summary>
    And,

    /// <summary>Bitwise or.</summary>
    Or,

    /// <summary>Bitwise exclusive or.</summary>
    Xor,

    /// <summary>a shifted left by b bits; 0 from 64 on.</summary>
    ShiftLeft,

    /// <summary>a shifted right by b bits, zeros in; 0 from 64 on.</summary>
    ShiftRight,

    /// <summary>a shifted right by b bits, sign in.</summary>
    ShiftRightSigned,

    /// <summary>1 if a = b, else 0.</summary>
    Equal,

    /// <summary>1 if a &lt; b as unsigned numbers, else 0.</summary>
    LessUnsigned,

    /// <summary>1 if a &lt; b as signed numbers, else 0.</summary>
    LessSigned,

    /// <summary>a sign-extended from its low b bits.</summary>
    SignExtend,
}

/// <summary>An expression of an <see cref="ExprPool"/>: equal expressions have equal numbers.</summary>
/// <param name="Id">The number in the pool.</param>
public readonly record struct Expr(int Id);

/// <summary>
/// All expressions over the values that reads return, hash-consed. Values are simplified (x xor x is 0), since dependencies are recorded as
/// edges between events and not by what a value mentions. Not thread-safe.
/// </summary>
public sealed class ExprPool
{
    /// <summary>How deep an expression may be nested; deeper ones are refused.</summary>
    public const int MaxDepth = 4000;

    private readonly List<(ExprOp Op, ulong A, ulong B)> _nodes = [];
    private readonly List<int> _depths = [];
    private readonly Dictionary<(ExprOp Op, ulong A, ulong B), int> _ids = [];

    /// <summary>The constant 0.</summary>
    public Expr Zero => Constant(0);

    /// <summary>A constant.</summary>
    public Expr Constant(ulong value) => Intern(ExprOp.Constant, value, 0);

    /// <summary>The value that the <paramref name="ordinal"/>-th memory read of a thread returns.</summary>
    public Expr ReadValue(int thread, int ordinal) => Intern(ExprOp.ReadValue, (ulong)thread, (ulong)ordinal);

    /// <summary>The node's operator and operands: numbers of expressions, a constant's value, a read's thread and ordinal.</summary>
    public (ExprOp Op, ulong A, ulong B) this[Expr e] => _nodes[e.Id];

    /// <summary>How many expressions there are; ids are less.</summary>
    public int Count => _nodes.Count;

    /// <summary>Whether an expression is a constant.</summary>
    public bool TryGetConstant(Expr e, out ulong value)
    {
        (ExprOp op, ulong a, _) = _nodes[e.Id];
        value = a;
        return op == ExprOp.Constant;
    }

    /// <summary>An operation on two expressions.</summary>
    /// <exception cref="InvalidOperationException">The result would be nested more than <see cref="MaxDepth"/> deep.</exception>
    public Expr Compute(ExprOp op, Expr a, Expr b)
    {
        bool constantA = TryGetConstant(a, out ulong x);
        bool constantB = TryGetConstant(b, out ulong y);
        if (constantA && constantB)
        {
            return Constant(Evaluate(op, x, y));
        }

        switch (op)
        {
            case ExprOp.Xor or ExprOp.Subtract when a == b:
                return Zero;
            case ExprOp.And or ExprOp.Multiply when (constantA && x == 0) || (constantB && y == 0):
                return Zero;
            case ExprOp.And or ExprOp.Or when a == b:
                return a;
            case ExprOp.Equal when a == b:
                return Constant(1);
            case ExprOp.LessSigned or ExprOp.LessUnsigned when a == b:
                return Zero;
            case ExprOp.Add or ExprOp.Or or ExprOp.Xor when constantA && x == 0:
                return b;
            case ExprOp.Add or ExprOp.Or or ExprOp.Xor or ExprOp.Subtract or ExprOp.ShiftLeft or ExprOp.ShiftRight or ExprOp.ShiftRightSigned
                when constantB && y == 0:
                return a;
            case ExprOp.And when constantB && y == ulong.MaxValue:
                return a;
            default:
                return Intern(op, (ulong)a.Id, (ulong)b.Id);
        }
    }

    /// <summary>What an operator gives for two values.</summary>
    public static ulong Evaluate(ExprOp op, ulong a, ulong b) => unchecked(op switch
    {
        ExprOp.Add => a + b,
        ExprOp.Subtract => a - b,
        ExprOp.Multiply => a * b,
        ExprOp.Divide => b == 0 ? 0 : a / b,
        ExprOp.Remainder => b == 0 ? a : a % b,
        ExprOp.And => a & b,
        ExprOp.Or => a | b,
        ExprOp.Xor => a ^ b,
        ExprOp.ShiftLeft => b > 63 ? 0 : a << (int)b,
        ExprOp.ShiftRight => b > 63 ? 0 : a >> (int)b,
        ExprOp.ShiftRightSigned => (ulong)((long)a >> (int)Math.Min(b, 63)),
        ExprOp.Equal => a == b ? 1UL : 0,
        ExprOp.LessUnsigned => a < b ? 1UL : 0,
        ExprOp.LessSigned => (long)a < (long)b ? 1UL : 0,
        ExprOp.SignExtend => b is 0 or > 63 ? a : (ulong)((long)(a << (64 - (int)b)) >> (64 - (int)b)),
        _ => throw new ArgumentOutOfRangeException(nameof(op), op, "not an operator"),
    });

    private Expr Intern(ExprOp op, ulong a, ulong b)
    {
        if (_ids.TryGetValue((op, a, b), out int id))
        {
            return new Expr(id);
        }

        int depth = op is ExprOp.Constant or ExprOp.ReadValue ? 0 : 1 + Math.Max(_depths[(int)a], _depths[(int)b]);
        if (depth > MaxDepth)
        {
            throw new InvalidOperationException($"a value is computed in more than {MaxDepth} steps");
        }

        id = _nodes.Count;
        _depths.Add(depth);
        _nodes.Add((op, a, b));
        _ids.Add((op, a, b), id);
        return new Expr(id);
    }
}
