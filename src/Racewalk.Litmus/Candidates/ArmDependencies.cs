using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Candidates;

/// <summary>
/// Dependencies as the present Armv8 model defines them (AXIOMS §4b): they pass through registers and through memory that the thread itself wrote, and
/// besides there are <em>pick</em> dependencies, which also pass through intrinsic control: conditional select and compare-and-swap pick by the
/// condition. Pairs of indices of the trace's events.
/// </summary>
internal sealed class ArmDependencies
{
    private readonly ThreadTrace _trace;
    private readonly List<int>[] _data;
    private readonly List<int>[] _control;

    public ArmDependencies(ThreadTrace trace, TraceDependencies registers)
    {
        _trace = trace;
        int count = trace.Events.Count;
        _data = Lists(count, trace.IntrinsicData);
        _control = Lists(count, trace.IntrinsicControl);
        (int From, int To)[] dtrm = [.. trace.IntrinsicData, .. registers.Registers, .. LocalForwarding()];
        List<int>[] data = Lists(count, dtrm);
        List<int>[] picking = Lists(count, dtrm.Concat(trace.IntrinsicControl));
        for (int r = 0; r < count; r++)
        {
            if (trace.Events[r] is { Kind: LitmusEventKind.Read, IsImplicit: false })
            {
                AddFrom(r, Closure(data, [r]), Address, Data, Control, isPick: false);
                HashSet<int> picked = Closure(picking, [r]);
                AddFrom(r, picked, PickAddress, PickData, PickControl, isPick: true);
                Pick.UnionWith(picked.Where(e => IsLater(r, e)).Select(e => (r, e)));
            }
        }

        Pick.UnionWith(PickAddress);
        Pick.UnionWith(PickData);
        Pick.UnionWith(PickControl);
    }

    /// <summary>addr</summary>
    public SortedSet<(int From, int To)> Address { get; } = [];

    /// <summary>data</summary>
    public SortedSet<(int From, int To)> Data { get; } = [];

    /// <summary>ctrl</summary>
    public SortedSet<(int From, int To)> Control { get; } = [];

    /// <summary>pick-addr-dep</summary>
    public SortedSet<(int From, int To)> PickAddress { get; } = [];

    /// <summary>pick-data-dep</summary>
    public SortedSet<(int From, int To)> PickData { get; } = [];

    /// <summary>pick-ctrl-dep</summary>
    public SortedSet<(int From, int To)> PickControl { get; } = [];

    /// <summary>
    /// tr-ib: a walk's read to the access that it translates for, or to the fault that it leads to, through the decision between (AXIOMS §5.2).
    /// </summary>
    public IEnumerable<(int From, int To)> Translations
    {
        get
        {
            for (int t = 0; t < _trace.Events.Count; t++)
            {
                if (_trace.Events[t] is not { Kind: LitmusEventKind.Read, IsImplicit: true })
                {
                    continue;
                }

                IEnumerable<int> decisions = Closure(_data, [t]).Where(d => _trace.Events[d].Kind == LitmusEventKind.Branch);
                foreach (int to in decisions.SelectMany(d => Closure(_control, [d])).Distinct().Where(IsEndOfWalk).Order())
                {
                    yield return (t, to);
                }
            }
        }
    }

    /// <summary>pick-dep, register events included.</summary>
    public SortedSet<(int From, int To)> Pick { get; } = [];

    private static List<int>[] Lists(int count, IEnumerable<(int From, int To)> pairs)
    {
        var lists = new List<int>[count];
        for (int i = 0; i < count; i++)
        {
            lists[i] = [];
        }

        foreach ((int from, int to) in pairs)
        {
            lists[from].Add(to);
        }

        return lists;
    }

    private static HashSet<int> Closure(List<int>[] next, IEnumerable<int> starts)
    {
        var seen = new HashSet<int>();
        var pending = new Stack<int>(starts);
        while (pending.TryPop(out int from))
        {
            foreach (int to in next[from])
            {
                if (seen.Add(to))
                {
                    pending.Push(to);
                }
            }
        }

        return seen;
    }

    /// <summary>lmrs: a write and the later reads of its location with no write of the thread to it between.</summary>
    private IEnumerable<(int From, int To)> LocalForwarding()
    {
        var last = new Dictionary<int, int>();
        for (int i = 0; i < _trace.Events.Count; i++)
        {
            LitmusEvent e = _trace.Events[i];
            if (e.Kind == LitmusEventKind.Write)
            {
                last[e.Location] = i;
            }
            else if (e.Kind == LitmusEventKind.Read && last.TryGetValue(e.Location, out int w) && IsLater(w, i))
            {
                yield return (w, i);
            }
        }
    }

    private bool IsLater(int from, int to) => _trace.Events[to].Instruction > _trace.Events[from].Instruction;

    private void AddFrom(
        int read,
        HashSet<int> reached,
        SortedSet<(int From, int To)> address,
        SortedSet<(int From, int To)> data,
        SortedSet<(int From, int To)> control,
        bool isPick)
    {
        foreach (int register in reached.Where(e => _trace.Events[e].Kind == LitmusEventKind.RegisterRead && IsLater(read, e)))
        {
            HashSet<int> flows = Closure(_data, [register]);
            IEnumerable<int> stored = isPick ? flows.Concat(flows.SelectMany(e => Closure(_control, [e]))) : flows;
            Port port = _trace.Events[register].Port;
            if (port == Port.Address)
            {
                address.UnionWith(flows.Where(IsAccess).Select(e => (read, e)));
            }

            if (port == Port.Data)
            {
                data.UnionWith(stored.Where(e => _trace.Events[e] is { Kind: LitmusEventKind.Write, IsImplicit: false }).Select(e => (read, e)));
            }

            foreach (int branch in flows.Where(e => _trace.Events[e].Sets.Contains("BCC", StringComparer.Ordinal)))
            {
                for (int later = branch + 1; later < _trace.Events.Count; later++)
                {
                    if (IsLater(branch, later))
                    {
                        control.Add((read, later));
                    }
                }
            }
        }
    }

    private bool IsEndOfWalk(int e) => _trace.Events[e] is { Kind: LitmusEventKind.Read or LitmusEventKind.Write, IsImplicit: false }
        || _trace.Events[e].Sets.Contains("MMU", StringComparer.Ordinal);

    private bool IsAccess(int e) => _trace.Events[e].Kind is LitmusEventKind.Read or LitmusEventKind.Write or LitmusEventKind.Invalidate;
}
