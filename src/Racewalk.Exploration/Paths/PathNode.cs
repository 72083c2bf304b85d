using Racewalk.Executions;
using Racewalk.Programs;

namespace Racewalk.Exploration.Paths;

/// <summary>
/// One operation of a context, after a given sequence of values read: the operation that its code asks for next. The hot part; dependencies
/// and notes lie beside it in <see cref="PathTree"/>.
/// </summary>
internal struct PathNode
{
    public OperationKind Kind;
    public RmwKind Rmw;
    public AwaitKind Await;
    public FenceKind Fence;
    public Access Access;
    public MemoryUse Use;

    /// <summary>Dense index of the location; the target CPU of a send; -1 otherwise.</summary>
    public int Location;

    /// <summary>The operation before, -1 for a root.</summary>
    public int Parent;

    /// <summary>The root of the context.</summary>
    public int Root;

    /// <summary>The child followed last, and by which value: most lookups end here.</summary>
    public int CachedChild;
    public ulong CachedValue;

    /// <summary>The value that the operation before returned.</summary>
    public ulong EdgeValue;

    public ulong Operand;
    public ulong Comparand;
    public ulong AwaitOperand;
    public ulong AwaitMask;

    public readonly bool Satisfies(ulong value) => Await switch
    {
        AwaitKind.Equal => (value & AwaitMask) == AwaitOperand,
        AwaitKind.NotEqual => (value & AwaitMask) != AwaitOperand,
        _ => true,
    };

    /// <summary>See <see cref="Operation.Writes"/>.</summary>
    public readonly bool Writes(ulong value) => Satisfies(value) && Rmw switch
    {
        RmwKind.CompareExchange => value == Comparand,
        RmwKind.AddUnless => value != Comparand,
        _ => true,
    };

    /// <summary>See <see cref="Operation.Result"/>.</summary>
    public readonly ulong Result(ulong value) => Rmw switch
    {
        RmwKind.Add or RmwKind.AddUnless => unchecked(value + Operand),
        RmwKind.And => value & Operand,
        RmwKind.Or => value | Operand,
        RmwKind.Xor => value ^ Operand,
        _ => Operand,
    };

    /// <summary>Whether another node, elsewhere on the path, asks for the same.</summary>
    public readonly bool IsSameOperation(in PathNode other) =>
        Kind == other.Kind && Rmw == other.Rmw && Await == other.Await && Fence == other.Fence && Access == other.Access
        && Location == other.Location && Operand == other.Operand && Comparand == other.Comparand
        && AwaitOperand == other.AwaitOperand && AwaitMask == other.AwaitMask;
}
