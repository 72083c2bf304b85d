using Racewalk.Exploration.Estimates;

namespace Racewalk.Exploration.Subtrees;

/// <summary>
/// The parts that a search is divided into, in the order in which one worker alone would visit them. Whoever has nothing to do takes the first that waits.
/// Neighbours that are done become one, so the list is no longer than twice the number of workers and of parts that wait; and as it is the order of visits in which
/// results are appended, they are those of one worker.
/// </summary>
/// <remarks>All methods may be called from any worker.</remarks>
internal sealed class SubtreeList
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Subtree> _all = [];
    private readonly SemaphoreSlim _work = new(0);
    private readonly bool _alwaysWants;
    private int _hungry;
    private int _waiting;
    private int _running;
    private int _dropped;
    private bool _isClosed;
    private volatile bool _wantsAttention;

    /// <summary>Takes the parts to explore.</summary>
    /// <param name="parts">The parts, in order.</param>
    /// <param name="alwaysWants">Whether workers are to divide what they have whenever they can, be somebody waiting or not.</param>
    public SubtreeList(IEnumerable<Subtree> parts, bool alwaysWants)
    {
        foreach (Subtree part in parts)
        {
            _all.AddLast(part);
            _waiting += part.State == SubtreeState.Waiting ? 1 : 0;
        }

        _alwaysWants = _wantsAttention = alwaysWants;
    }

    /// <summary>Whether workers are to look up from their search: for <see cref="WantsParts"/>, or because their part was dropped.</summary>
    public bool WantsAttention => _wantsAttention;

    /// <summary>Whether more workers have nothing to do than parts are waiting for them.</summary>
    public bool WantsParts
    {
        get
        {
            lock (_lock)
            {
                return _alwaysWants || _hungry > _waiting;
            }
        }
    }

    /// <summary>The estimated part of the search that is left, from 0 to 1.</summary>
    public double Left
    {
        get
        {
            lock (_lock)
            {
                return Math.Clamp(_all.Sum(static s => s.Left), 0, 1);
            }
        }
    }

    /// <summary>How far the search is, all parts at one moment.</summary>
    public SearchState State
    {
        get
        {
            lock (_lock)
            {
                long visited = 0;
                List<SearchPosition> left = [];
                foreach (Subtree part in _all)
                {
                    Reached reached = part.Reached ?? new Reached(part.Start, part.Result?.Visited ?? 0);
                    visited += reached.Visited;
                    if (part.State != SubtreeState.Done)
                    {
                        left.Add(reached.Position);
                    }
                }

                return new SearchState(visited, left);
            }
        }
    }

    /// <summary>The parts, in order. Nobody may be exploring.</summary>
    public IReadOnlyList<Subtree> Parts => [.. _all];

    /// <summary>The first part that nobody explores, waiting for one to be given away if there is none; null when all is done or the exploration ends.</summary>
    public Subtree? Take()
    {
        while (true)
        {
            lock (_lock)
            {
                if (_isClosed || (_waiting == 0 && _running == 0))
                {
                    CloseLocked();
                    return null;
                }

                if (_waiting > 0)
                {
                    Subtree first = _all.First(static s => s.State == SubtreeState.Waiting);
                    first.State = SubtreeState.Running;
                    first.Reached = new Reached(first.Start, first.Result?.Visited ?? 0);
                    _waiting--;
                    _running++;
                    return first;
                }

                _hungry++;
                Notice();
            }

            _work.Wait();
        }
    }

    /// <summary>Puts in what was divided from the end of a part.</summary>
    /// <param name="part">The part.</param>
    /// <param name="given">What is not its any more.</param>
    /// <param name="reached">How far the part is; what is left of it ends before <paramref name="given"/>.</param>
    public void AddAfter(Subtree part, Subtree given, Reached reached)
    {
        lock (_lock)
        {
            if (part.IsDropped)
            {
                return;
            }

            part.Reached = reached;
            _all.AddAfter(_all.Find(part)!, given);
            _waiting++;
            Wake();
            Notice();
        }
    }

    /// <summary>All of a part was visited, or it was left at a violation: then what comes after it is not wanted.</summary>
    public void Finish(Subtree part)
    {
        lock (_lock)
        {
            _running--;
            part.State = SubtreeState.Done;
            part.Reached = null;
            if (part.IsDropped)
            {
                _dropped--;
            }
            else
            {
                LinkedListNode<Subtree> node = _all.Find(part)!;
                if (part.Result!.IsViolated)
                {
                    DropAfter(node);
                }

                Join(node);
            }

            if (_waiting == 0 && _running == 0)
            {
                CloseLocked();
            }

            Notice();
        }
    }

    /// <summary>Nobody gets another part.</summary>
    public void Close()
    {
        lock (_lock)
        {
            CloseLocked();
        }
    }

    /// <summary>A part is left before all of it was visited, and nobody gets another one.</summary>
    public void Leave(Subtree part)
    {
        lock (_lock)
        {
            _running--;
            part.State = SubtreeState.Waiting;
            part.Reached = null;
            CloseLocked();
        }
    }

    /// <summary>What was found, in order, and what is left. Nobody may be exploring.</summary>
    public SubtreeResult Append()
    {
        lock (_lock)
        {
            SubtreeResult? all = null;
            foreach (SubtreeResult result in _all.Select(static s => s.Result).OfType<SubtreeResult>())
            {
                if (all is null)
                {
                    all = result;
                }
                else
                {
                    all.Append(result);
                }
            }

            return all!;
        }
    }

    private void DropAfter(LinkedListNode<Subtree> node)
    {
        while (node.Next is { } next)
        {
            next.Value.IsDropped = true;
            _waiting -= next.Value.State == SubtreeState.Waiting ? 1 : 0;
            _dropped += next.Value.State == SubtreeState.Running ? 1 : 0;
            _all.Remove(next);
        }
    }

    private void Join(LinkedListNode<Subtree> node)
    {
        if (node.Next is { Value.State: SubtreeState.Done } next)
        {
            node.Value.Result!.Append(next.Value.Result!);
            _all.Remove(next);
        }

        if (node.Previous is { Value.State: SubtreeState.Done } previous)
        {
            previous.Value.Result!.Append(node.Value.Result!);
            _all.Remove(node);
        }
    }

    private void CloseLocked()
    {
        _isClosed = true;
        while (_hungry > 0)
        {
            Wake();
        }
    }

    private void Wake()
    {
        if (_hungry > 0)
        {
            _hungry--;
            _work.Release();
        }
    }

    private void Notice() => _wantsAttention = _alwaysWants || _hungry > _waiting || _dropped > 0;
}
