using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Candidates;

/// <summary>
/// The dependencies of one path through a thread as herd7 reads them off the events of registers: what a read returns goes on through registers to an
/// access's address (addr) or data (data), or to a branch (ctrl). They do not pass through memory. Pairs of indices of the trace's events.
/// </summary>
internal sealed class TraceDependencies
{
    private readonly ThreadTrace _trace;
    private readonly int[] _writerOf;
    private readonly List<int>[] _next;

    public TraceDependencies(ThreadTrace trace)
    {
        _trace = trace;
        int count = trace.Events.Count;
        _writerOf = new int[count];
        _next = new List<int>[count];
        for (int i = 0; i < count; i++)
        {
            _next[i] = [];
        }

        foreach ((int from, int to) in trace.IntrinsicData)
        {
            _next[from].Add(to);
        }

        LinkRegisters();
        for (int i = 0; i < count; i++)
        {
            if (trace.Events[i].Kind == LitmusEventKind.Read)
            {
                Follow(i);
            }
        }

        // What a read-modify-write writes depends on what it read, where the dialect says that it is computed from it.
        foreach ((int read, int write) in trace.ReadModifyWrites)
        {
            if (trace.IntrinsicData.Contains((read, write)) && !Data.Contains((read, write)))
            {
                Data.Add((read, write));
            }
        }
    }

    /// <summary>Reads to accesses whose address uses what they return.</summary>
    public List<(int From, int To)> Address { get; } = [];

    /// <summary>Reads to writes whose data uses what they return.</summary>
    public List<(int From, int To)> Data { get; } = [];

    /// <summary>Reads to faults of stores whose data uses what they return.</summary>
    public List<(int From, int To)> DataToFaults { get; } = [];

    /// <summary>Reads to events that exist only because of how a branch on what they return went.</summary>
    public List<(int From, int To)> Control { get; } = [];

    /// <summary>Register writes to the register reads that get them (rf-reg).</summary>
    public List<(int From, int To)> Registers { get; } = [];

    private void LinkRegisters()
    {
        var last = new Dictionary<int, int>();
        for (int i = 0; i < _trace.Events.Count; i++)
        {
            LitmusEvent e = _trace.Events[i];
            _writerOf[i] = -1;
            if (e.Kind == LitmusEventKind.RegisterRead && last.TryGetValue(e.Location, out int writer))
            {
                _writerOf[i] = writer;
                _next[writer].Add(i);
                Registers.Add((writer, i));
            }
            else if (e.Kind == LitmusEventKind.RegisterWrite)
            {
                last[e.Location] = i;
            }
        }
    }

    private void Follow(int read)
    {
        foreach ((int from, int to) in Flow(read, throughBranches: false))
        {
            LitmusEventKind kind = _trace.Events[to].Kind;
            if (kind == LitmusEventKind.Write && _trace.Events[from].Port != Port.Address)
            {
                AddOnce(Data, (read, to));
            }
            else if (kind == LitmusEventKind.Fault)
            {
                AddOnce(DataToFaults, (read, to));
            }
            else if (kind is not (LitmusEventKind.RegisterRead or LitmusEventKind.RegisterWrite or LitmusEventKind.Branch))
            {
                AddOnce(Address, (read, to));
            }
        }

        var controlled = new SortedSet<int>();
        foreach ((int _, int to) in Flow(read, throughBranches: true))
        {
            if (_trace.Events[to].Kind == LitmusEventKind.Branch)
            {
                controlled.UnionWith(ControlledBy(to));
            }
        }

        Control.AddRange(controlled.Select(to => (read, to)));
    }

    /// <summary>
    /// The edges along which a read's value flows through registers. A register that is set under a branch carries the branch's condition on, but to
    /// later branches only: that is what herd7 does for the statements of C, where a branch has an end.
    /// </summary>
    private IEnumerable<(int From, int To)> Flow(int read, bool throughBranches)
    {
        var seen = new HashSet<int>();
        var pending = new Stack<int>([read]);
        while (pending.TryPop(out int from))
        {
            foreach (int to in _next[from])
            {
                yield return (from, to);
                LitmusEventKind kind = _trace.Events[to].Kind;
                if (kind is LitmusEventKind.RegisterRead or LitmusEventKind.RegisterWrite && seen.Add(to))
                {
                    pending.Push(to);
                }

                if (kind != LitmusEventKind.Branch || !throughBranches || !seen.Add(to))
                {
                    continue;
                }

                foreach (int register in ControlledBy(to))
                {
                    if (_trace.Events[register].Kind == LitmusEventKind.RegisterWrite && seen.Add(register))
                    {
                        pending.Push(register);
                    }
                }
            }
        }
    }

    /// <summary>The events that exist only because of how a branch went.</summary>
    private IEnumerable<int> ControlledBy(int branch)
    {
        LitmusEvent b = _trace.Events[branch];
        if (b.Sets.Contains("BCC", StringComparer.Ordinal))
        {
            int end = _trace.Events.Count;
            foreach ((int ended, int at) in _trace.BranchEnds)
            {
                end = ended == branch ? at : end;
            }

            for (int i = branch + 1; i < end; i++)
            {
                if (_trace.Events[i].Instruction > b.Instruction)
                {
                    yield return i;
                }
            }
        }

        if (b.Sets.Contains("PRED", StringComparer.Ordinal))
        {
            foreach ((int from, int to) in _trace.IntrinsicControl)
            {
                if (from == branch)
                {
                    yield return to;
                }
            }
        }
    }

    private static void AddOnce(List<(int From, int To)> pairs, (int From, int To) pair)
    {
        if (!pairs.Contains(pair))
        {
            pairs.Add(pair);
        }
    }
}
