using Racewalk.Litmus.Semantics;
using Racewalk.Programs;

namespace Racewalk.Litmus.Exploring;

/// <summary>Looks into the expressions of one thread. Not thread-safe: remembers what it found.</summary>
internal sealed class Expressions(ExprPool pool)
{
    private readonly Dictionary<int, ReadSet> _reads = [];

    /// <summary>The expressions.</summary>
    public ExprPool Pool { get; } = pool;

    /// <summary>The reads of the thread that a value mentions.</summary>
    /// <exception cref="UnfitException">There are more than dependencies can tell apart.</exception>
    public ReadSet Reads(Expr e)
    {
        if (_reads.TryGetValue(e.Id, out ReadSet known))
        {
            return known;
        }

        (ExprOp op, ulong a, ulong b) = Pool[e];
        ReadSet reads = op switch
        {
            ExprOp.Constant => ReadSet.Empty,
            ExprOp.ReadValue => b < ReadSet.Capacity
                ? ReadSet.Of((int)b)
                : throw new UnfitException($"a thread has more than {ReadSet.Capacity} reads"),
            _ => Reads(new Expr((int)a)) | Reads(new Expr((int)b)),
        };
        _reads.Add(e.Id, reads);
        return reads;
    }

    /// <summary>Whether a value mentions a read.</summary>
    public bool Mentions(Expr e, int ordinal) => Reads(e).Contains(ordinal);

    /// <summary>Whether a value can be told from the first so many reads.</summary>
    public bool IsKnown(Expr e, int reads) => Reads(e).Last < reads;

    /// <summary>The value of an expression over the values read.</summary>
    public ulong Evaluate(Expr e, IReadOnlyList<ulong> values)
    {
        (ExprOp op, ulong a, ulong b) = Pool[e];
        return op switch
        {
            ExprOp.Constant => a,
            ExprOp.ReadValue => values[(int)b],
            _ => ExprPool.Evaluate(op, Evaluate(new Expr((int)a), values), Evaluate(new Expr((int)b), values)),
        };
    }
}
