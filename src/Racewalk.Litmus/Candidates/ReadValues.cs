using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Candidates;

/// <summary>
/// The values that follow from the reads-from chosen so far. A value is unknown while its read has no source, or where reads-from and data make a
/// cycle: a value out of thin air.
/// </summary>
internal sealed class ReadValues
{
    private readonly ExprPool _pool;
    private readonly Skeleton _skeleton;
    private readonly int[][] _readAt;
    private readonly int[] _sources;
    private readonly bool[] _isKnown;
    private readonly ulong[] _values;
    private readonly int[] _memoStamp;
    private readonly bool[] _memoKnown;
    private readonly ulong[] _memoValue;
    private int _stamp = 1;

    public ReadValues(ExprPool pool, Skeleton skeleton)
    {
        _pool = pool;
        _skeleton = skeleton;
        int count = skeleton.Events.Length;
        _sources = new int[count];
        Array.Fill(_sources, -1);
        _isKnown = new bool[count];
        _values = new ulong[count];
        _memoStamp = new int[pool.Count];
        _memoKnown = new bool[pool.Count];
        _memoValue = new ulong[pool.Count];
        _readAt = new int[skeleton.Paths.Count][];
        for (int t = 0; t < _readAt.Length; t++)
        {
            var reads = new List<int>();
            for (int i = 0; i < skeleton.IndexOf[t].Length; i++)
            {
                if (skeleton.Paths[t].Trace.Events[i].Kind == LitmusEventKind.Read)
                {
                    reads.Add(skeleton.IndexOf[t][i]);
                }
            }

            _readAt[t] = [.. reads];
        }
    }

    /// <summary>The write that a read reads from; -1 if none is chosen.</summary>
    public int SourceOf(int read) => _sources[read];

    /// <summary>Chooses a read's source (-1 to undo) and works out what follows.</summary>
    public void Assign(int read, int source)
    {
        _sources[read] = source;
        // Few reads: working everything out anew is simpler than a trail, and cheap beside the model's checks.
        Array.Clear(_isKnown);
        bool changed;
        do
        {
            changed = false;
            _stamp++;
            for (int r = 0; r < _sources.Length; r++)
            {
                if (_sources[r] >= 0 && !_isKnown[r] && TryEvaluate(_skeleton.Events[_sources[r]].Event.Value, out ulong value))
                {
                    _isKnown[r] = true;
                    _values[r] = value;
                    changed = true;
                }
            }
        }
        while (changed);
        _stamp++;
    }

    /// <summary>The value of an expression, if it is known.</summary>
    public bool TryEvaluate(Expr e, out ulong value)
    {
        if (_memoStamp[e.Id] == _stamp)
        {
            value = _memoValue[e.Id];
            return _memoKnown[e.Id];
        }

        (ExprOp op, ulong a, ulong b) = _pool[e];
        bool known;
        switch (op)
        {
            case ExprOp.Constant:
                value = a;
                return true;
            case ExprOp.ReadValue:
                int read = _readAt[(int)a][(int)b];
                value = _values[read];
                return _isKnown[read];
            default:
                known = TryEvaluate(new Expr((int)a), out ulong x) & TryEvaluate(new Expr((int)b), out ulong y);
                value = known ? ExprPool.Evaluate(op, x, y) : 0;
                break;
        }

        _memoStamp[e.Id] = _stamp;
        _memoKnown[e.Id] = known;
        _memoValue[e.Id] = value;
        return known;
    }
}
