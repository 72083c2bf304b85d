namespace Racewalk.Exploration.Subtrees;

/// <summary>What was found in a part of the search that is connected in the order of visits.</summary>
/// <param name="visitor">What saw its executions; null if they are only counted.</param>
internal sealed class SubtreeResult(IExecutionVisitor? visitor)
{
    private readonly List<string> _bounds = [];
    private string? _refusal;

    public IExecutionVisitor? Visitor => visitor;

    public long Executions { get; set; }

    /// <summary>How many complete executions those visited stand for, where symmetry is reduced; the largest number if there are more.</summary>
    public UInt128 Represented { get; private set; }

    public long Blocked { get; set; }

    public long Cut { get; set; }

    /// <summary>All of them.</summary>
    public long Visited => Executions + Blocked + Cut;

    /// <summary>Whether the exploration ends with the last execution of this part.</summary>
    public bool IsViolated { get; set; }

    /// <summary>The threads that had a plain access, a bit each.</summary>
    public uint PlainThreads { get; set; }

    /// <summary>Whether there was a plain access.</summary>
    public bool HasPlain => PlainThreads != 0;

    /// <summary>Whether a revisit was refused that would be a lost one if the threads had plain accesses.</summary>
    public bool IsRefusedOnBranch { get; set; }

    /// <summary>The threads without plain accesses so far of which a graph was given up that a plain access of theirs could have made an execution.</summary>
    public uint MarkedThreads { get; set; }

    /// <summary>Whether a revisit was refused that may be a lost one.</summary>
    public bool IsRefused => _refusal is not null;

    /// <summary>The bounds that were reached, once each, in the order met.</summary>
    public IReadOnlyList<string> Bounds => _bounds;

    public void AddRepresented(UInt128 executions) =>
        Represented = executions > UInt128.MaxValue - Represented ? UInt128.MaxValue : Represented + executions;

    public void AddBound(string bound)
    {
        if (!_bounds.Contains(bound))
        {
            _bounds.Add(bound);
        }
    }

    /// <summary>Names the bound of a refused revisit, of which one is as good as all: the first is kept.</summary>
    public void AddRefusal(string bound)
    {
        if (_refusal is null)
        {
            _refusal = bound;
            AddBound(bound);
        }
    }

    /// <summary>Appends what was found in the part that comes next.</summary>
    public void Append(SubtreeResult next)
    {
        Executions += next.Executions;
        AddRepresented(next.Represented);
        Blocked += next.Blocked;
        Cut += next.Cut;
        IsViolated |= next.IsViolated;
        PlainThreads |= next.PlainThreads;
        IsRefusedOnBranch |= next.IsRefusedOnBranch;
        MarkedThreads |= next.MarkedThreads;
        foreach (string bound in next._bounds)
        {
            if (bound == next._refusal)
            {
                AddRefusal(bound);
            }
            else
            {
                AddBound(bound);
            }
        }

        if (visitor is IMergeableVisitor mine)
        {
            mine.Append((IMergeableVisitor)next.Visitor!);
        }
    }

    /// <summary>Writes what was found, without the visitor.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(Executions);
        writer.Write((ulong)(Represented >> 64));
        writer.Write((ulong)Represented);
        writer.Write(Blocked);
        writer.Write(Cut);
        writer.Write(IsViolated);
        writer.Write(PlainThreads);
        writer.Write(IsRefusedOnBranch);
        writer.Write(MarkedThreads);
        writer.Write(_refusal is null ? -1 : _bounds.IndexOf(_refusal));
        writer.Write(_bounds.Count);
        _bounds.ForEach(writer.Write);
    }

    /// <summary>Takes over what <see cref="Write"/> has written; nothing was found yet.</summary>
    public void Read(BinaryReader reader)
    {
        Executions = reader.ReadInt64();
        Represented = new UInt128(reader.ReadUInt64(), reader.ReadUInt64());
        Blocked = reader.ReadInt64();
        Cut = reader.ReadInt64();
        IsViolated = reader.ReadBoolean();
        PlainThreads = reader.ReadUInt32();
        IsRefusedOnBranch = reader.ReadBoolean();
        MarkedThreads = reader.ReadUInt32();
        int refusal = reader.ReadInt32();
        for (int count = reader.ReadInt32(); count > 0; count--)
        {
            _bounds.Add(reader.ReadString());
        }

        _refusal = refusal < 0 ? null : _bounds[refusal];
    }
}
