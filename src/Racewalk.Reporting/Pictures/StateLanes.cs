using Racewalk.Executions;
using Racewalk.Exploration;
using Racewalk.Programs;
using Racewalk.Reporting.Race;

namespace Racewalk.Reporting.Pictures;

/// <summary>Follows what the CPUs change, event by event in the order of the race table.</summary>
internal sealed class StateLanes
{
    private const string Free = "free";
    private const string Empty = "empty";
    private const string Nothing = "nothing";
    private static readonly string[] s_tables = ["pgd", "p4d", "pud", "pmd", "pte"];

    private readonly RaceStory _story;
    private readonly Func<ulong, ulong, string> _format;
    private readonly List<StateLane> _lanes = [];
    private readonly Dictionary<ulong, int> _memory = [];
    private readonly Dictionary<ulong, int> _locks = [];
    private readonly Dictionary<int, int> _tlbs = [];
    private readonly Dictionary<int, int> _contexts = [];
    private readonly Dictionary<int, int> _masks = [];
    private readonly Dictionary<(int Cpu, int Context), string> _masked = [];
    private readonly Dictionary<int, string> _shownMask = [];
    private readonly Dictionary<ulong, int> _newest = [];
    private readonly Dictionary<ulong, List<string>> _holders = [];
    private readonly Dictionary<int, SortedDictionary<ulong, (uint Tag, string Text)>> _cached = [];

    /// <summary>Finds the lanes of an execution.</summary>
    public StateLanes(RaceStory story, Meetings meetings, Func<ulong, ulong, string> format)
    {
        _story = story;
        _format = format;
        IReadOnlyList<ExecutionEvent> events = story.Execution.Events;
        ulong[] places =
        [
            .. events.Where(static e => e.Kind is EventKind.Read or EventKind.Write)
                .GroupBy(static e => e.Operation.Address)
                .Where(g => !meetings.IsSynchronisation(g.Key) && g.Any(static e => e.Kind == EventKind.Write) && g.DistinctBy(static e => e.Thread).Skip(1).Any())
                .Select(static g => g.Key).Order(),
        ];
        foreach (ulong address in places.OrderBy(a => IsEntry(a) ? 0 : 1))
        {
            _memory[address] = Add(
                IsEntry(address) ? LaneKind.Entry : LaneKind.Memory, story.Program.LocationName(address), format(address, story.Program.Initial.GetValueOrDefault(address)));
        }

        foreach (int cpu in events.Where(static e => e.Operation.Walk is not null).Select(static e => e.Thread).Distinct().Order())
        {
            _tlbs[cpu] = Add(LaneKind.Tlb, "TLB of " + RaceStory.CpuName(cpu), Empty);
            _cached[cpu] = [];
        }

        foreach (ulong address in events.Where(e => e.Kind == EventKind.Read && meetings.IsLock(e.Operation.Address))
            .Select(static e => e.Operation.Address).Distinct().Order())
        {
            _locks[address] = Add(LaneKind.Lock, meetings.LockClass(address), Free);
            _holders[address] = [];
        }

        foreach (int cpu in events.Where(static e => e.Notes.OfType<ContextNote>().Any()).Select(static e => e.Thread).Distinct().Order())
        {
            _contexts[cpu] = Add(LaneKind.Context, RaceStory.CpuName(cpu) + " is in", "task");
        }

        // Who holds a spinlock masks preemption, which says nothing where there is nothing else to run.
        foreach (int cpu in events.Where(e => e.Notes.OfType<MaskNote>().Any(n => n.Masked.Length > 0 && (n.Masked != "preemption" || _contexts.ContainsKey(e.Thread)))).Select(static e => e.Thread).Distinct().Order())
        {
            _masks[cpu] = Add(LaneKind.Mask, RaceStory.CpuName(cpu) + " masks", Nothing);
        }
    }

    /// <summary>The lanes.</summary>
    public IReadOnlyList<StateLane> Lanes => _lanes;

    /// <summary>What an event changes.</summary>
    public IEnumerable<LaneChange> After(ExecutionEvent e)
    {
        ulong address = e.Operation.Address;
        if (e.Notes.OfType<ContextNote>().LastOrDefault() is { } context)
        {
            yield return new LaneChange(_contexts[e.Thread], context.Name, []);
        }

        if (e.Notes.OfType<MaskNote>().LastOrDefault() is { } mask)
        {
            _masked[(e.Thread, e.Context)] = mask.Masked.Length == 0 ? Nothing : mask.Masked;
        }

        // Each context has masks of its own; those of the one that is interrupted come back with it.
        if (_masks.TryGetValue(e.Thread, out int masks) && _masked.GetValueOrDefault((e.Thread, e.Context), Nothing) is var masked &&
            masked != _shownMask.GetValueOrDefault(e.Thread, Nothing))
        {
            _shownMask[e.Thread] = masked;
            yield return new LaneChange(masks, masked, []);
        }

        if (e.Kind == EventKind.Write && _memory.TryGetValue(address, out int lane) && e.Coherence > _newest.GetValueOrDefault(address))
        {
            _newest[address] = e.Coherence;
            yield return new LaneChange(lane, _format(address, e.Value), []);
        }

        if (e.Kind is EventKind.Read or EventKind.Write && _locks.TryGetValue(address, out lane) && Holds(e, _holders[address]))
        {
            yield return new LaneChange(lane, _holders[address].Count == 0 ? Free : string.Join(", ", _holders[address]), []);
        }

        if (e.Operation.Walk is { } rule && e.Kind == EventKind.Read && rule.OutcomeOf(e.Value) != WalkOutcome.Uncacheable)
        {
            string text = $"{_story.Program.LocationName(address)}={_format(address, e.Value)}";
            if (!_cached[e.Thread].TryGetValue(address, out (uint, string Text) known) || known.Text != text)
            {
                _cached[e.Thread][address] = (rule.TagOf(e.Operation.Tag, e.Value), text);
                yield return Cached(e.Thread);
            }
        }

        if (e.Kind == EventKind.Invalidate)
        {
            InvalidationScope scope = InvalidationScope.Unpack(e.Operation.Operand);
            foreach (int cpu in _tlbs.Keys.Where(c => c == e.Thread || !e.Operation.IsLocal))
            {
                ulong[] ended = [.. _cached[cpu].Where(c => scope.Covers(c.Value.Tag)).Select(static c => c.Key)];
                if (ended.Length > 0)
                {
                    Array.ForEach(ended, a => _cached[cpu].Remove(a));
                    yield return Cached(cpu);
                }
            }
        }
    }

    // Whether the holders of a lock are others after an event of its word.
    private static bool Holds(ExecutionEvent e, List<string> holders)
    {
        string cpu = RaceStory.CpuName(e.Thread);
        return e.Notes.OfType<LockNote>().Any(n => !n.Acquire && n.Address == e.Operation.Address) ? holders.Remove(cpu)
            : e.Kind == EventKind.Read && e.RmwPartner >= 0 && Take(holders, cpu);
    }

    private static bool Take(List<string> holders, string cpu)
    {
        holders.Add(cpu);
        return true;
    }

    private LaneChange Cached(int cpu) => new(_tlbs[cpu], _cached[cpu].Count == 0 ? Empty : string.Join(", ", _cached[cpu].Values.Select(static c => c.Text)), []);

    private bool IsEntry(ulong address)
    {
        string name = _story.Program.LocationName(address);
        return !name.Contains('.', StringComparison.Ordinal) && s_tables.Any(t => name.StartsWith(t, StringComparison.Ordinal)) && !name.Contains('_', StringComparison.Ordinal);
    }

    private int Add(LaneKind kind, string name, string initial)
    {
        _lanes.Add(new StateLane(kind, name, initial));
        return _lanes.Count - 1;
    }
}
