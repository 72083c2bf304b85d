namespace Racewalk.Litmus.Semantics;

/// <summary>
/// The values that locations can have in any execution, as far as it is known: found by running the threads' paths until nothing new is written. A walk tries
/// the descriptors that its entry can have, so the paths depend on the domains and the domains on the paths. Not thread-safe.
/// </summary>
internal sealed class ValueDomains(LitmusProgram program)
{
    private const int MaxDescriptors = 64;
    private const int MaxValues = 64;
    private const int MaxCombinations = 4096;
    private readonly Dictionary<int, SortedSet<ulong>> _values = [];
    private readonly HashSet<int> _unbounded = [];
    private readonly HashSet<int> _written = [];

    /// <summary>The values of a location, ascending.</summary>
    public IReadOnlyList<ulong> Of(int location) => [.. Values(location)];

    /// <summary>Whether no execution writes a location, as far as it is known.</summary>
    public bool IsConstant(int location) => !_written.Contains(location);

    /// <summary>The values that an expression can have on a path; null if they cannot be listed.</summary>
    public IReadOnlyCollection<ulong>? PossibleValues(ThreadTrace trace, Expr e)
    {
        var values = new SortedSet<ulong>();
        return TryEvaluate(trace, e, values) ? values : null;
    }

    /// <summary>Adds what paths write; whether anything is new.</summary>
    /// <exception cref="Syntax.LitmusException">A descriptor can have more values than the search can try.</exception>
    public bool Grow(IEnumerable<ThreadTrace> traces)
    {
        bool hasGrown = false;
        foreach (ThreadTrace trace in traces)
        {
            foreach (LitmusEvent write in trace.Events.Where(static e => e.Kind == LitmusEventKind.Write))
            {
                hasGrown |= Add(trace, write);
            }
        }

        return hasGrown | AddAccessFlags();
    }

    // The hardware may set the access flag of any valid descriptor, without an access as well.
    private bool AddAccessFlags()
    {
        bool hasGrown = false;
        if (program.Translation is not { HasUpdates: true } setup)
        {
            return false;
        }

        foreach (int entry in setup.Pages.Keys)
        {
            foreach (ulong descriptor in Of(entry).Where(d => setup.Format.Is(d) && setup.Format.IsValid(d)))
            {
                hasGrown |= Values(entry).Add(descriptor | setup.Format.AccessFlag);
            }
        }

        return hasGrown;
    }

    private SortedSet<ulong> Values(int location)
    {
        if (!_values.TryGetValue(location, out SortedSet<ulong>? values))
        {
            _values.Add(location, values = [program.InitialMemory.GetValueOrDefault(location)]);
        }

        return values;
    }

    private bool Add(ThreadTrace trace, LitmusEvent write)
    {
        bool isDescriptor = program.IsEntry(write.Location);
        SortedSet<ulong> values = Values(write.Location);
        bool isFirst = _written.Add(write.Location) && isDescriptor;
        if (_unbounded.Contains(write.Location))
        {
            return false;
        }

        int before = values.Count;
        bool isKnown = TryEvaluate(trace, write.Value, values);
        if (isKnown && values.Count <= (isDescriptor ? MaxDescriptors : MaxValues))
        {
            return isFirst || values.Count > before;
        }

        if (isDescriptor)
        {
            throw program.Source.Unsupported(
                write.Offset,
                isKnown ? $"a descriptor with more than {MaxDescriptors} values" : "a descriptor computed from values that have no bound");
        }

        _unbounded.Add(write.Location);
        return true;
    }

    /// <summary>Adds all values of an expression; false if they cannot be listed.</summary>
    private bool TryEvaluate(ThreadTrace trace, Expr e, SortedSet<ulong> values)
    {
        if (program.Pool.TryGetConstant(e, out ulong constant))
        {
            values.Add(constant);
            return true;
        }

        var ordinals = new SortedSet<int>();
        Collect(e, ordinals);
        var domains = new List<(Expr Read, ulong[] Values)>();
        long combinations = 1;
        foreach (LitmusEvent read in trace.Events.Where(r => r.Kind == LitmusEventKind.Read && ordinals.Contains(r.ReadOrdinal)))
        {
            ulong[] known = [.. Values(read.Location)];
            combinations *= known.Length;
            if (_unbounded.Contains(read.Location) || combinations > MaxCombinations)
            {
                return false;
            }

            domains.Add((read.Value, known));
        }

        var chosen = new Dictionary<int, ulong>();
        AddAll(e, domains, 0, chosen, values);
        return true;
    }

    private void Collect(Expr e, SortedSet<int> ordinals)
    {
        (ExprOp op, ulong a, ulong b) = program.Pool[e];
        switch (op)
        {
            case ExprOp.Constant:
                break;
            case ExprOp.ReadValue:
                ordinals.Add((int)b);
                break;
            default:
                Collect(new Expr((int)a), ordinals);
                Collect(new Expr((int)b), ordinals);
                break;
        }
    }

    private void AddAll(Expr e, List<(Expr Read, ulong[] Values)> domains, int next, Dictionary<int, ulong> chosen, SortedSet<ulong> values)
    {
        if (next == domains.Count)
        {
            values.Add(Evaluate(e, chosen));
            return;
        }

        foreach (ulong value in domains[next].Values)
        {
            chosen[domains[next].Read.Id] = value;
            AddAll(e, domains, next + 1, chosen, values);
        }
    }

    private ulong Evaluate(Expr e, Dictionary<int, ulong> chosen)
    {
        (ExprOp op, ulong a, ulong b) = program.Pool[e];
        return op switch
        {
            ExprOp.Constant => a,
            ExprOp.ReadValue => chosen[e.Id],
            _ => ExprPool.Evaluate(op, Evaluate(new Expr((int)a), chosen), Evaluate(new Expr((int)b), chosen)),
        };
    }
}
