using Racewalk.Programs;

namespace Racewalk.Exploration.Paths;

/// <content>
/// Forgetting, so that memory does not grow with the search: between executions everything is dropped that no event and no cursor stands on or
/// below. What is dropped is learnt again when it is met again; places that are kept keep their numbers.
/// </content>
internal sealed partial class PathTree
{
    private ulong[] _kept = [];
    private int _free = -1;
    private int _limit;

    /// <summary>Whether so many operations are known that some should be forgotten.</summary>
    public bool IsFull(int capacity) => _known > Math.Max(capacity, _limit);

    /// <summary>Begins to forget: until <see cref="EndForgetting"/>, what must stay is told to <see cref="Keep"/>.</summary>
    public void BeginForgetting()
    {
        Array.Resize(ref _kept, (_count + 63) / 64);
        Array.Clear(_kept);
    }

    /// <summary>Keeps an operation and all before it.</summary>
    public void Keep(int node)
    {
        for (int n = node; n >= 0 && !IsKept(n) && !IsFree(n); n = _nodes[n].Parent)
        {
            _kept[n >> 6] |= 1UL << (n & 63);
        }
    }

    /// <summary>Drops what was not kept.</summary>
    public void EndForgetting()
    {
        foreach (int root in _roots.Values)
        {
            Keep(root);
        }

        KeepOutcomes();
        for (int i = 0; i < _count; i++)
        {
            if (IsKept(i))
            {
                _nodes[i].CachedChild = -1;
            }
            else if (!IsFree(i))
            {
                _nodes[i] = new PathNode { Root = -1, CachedChild = _free };
                _notes[i] = null;
                _free = i;
                _known--;
            }
        }

        Array.Clear(_edges);
        InsertAll();
        // If most is in use, forgetting again at once would gain nothing.
        _limit = _known + _known / 4;
    }

    /// <summary>
    /// Whether a conditional read-modify-write is branched on is seen from what follows it, so that stays, too: the answer must not depend on what
    /// was forgotten.
    /// </summary>
    private void KeepOutcomes()
    {
        var outcomes = new List<int>();
        for (int i = 0; i < _count; i++)
        {
            int parent = IsFree(i) ? -1 : _nodes[i].Parent;
            if (parent >= 0 && IsKept(parent) && _nodes[parent].Rmw is RmwKind.CompareExchange or RmwKind.AddUnless)
            {
                outcomes.Add(i);
            }
        }

        foreach (int outcome in outcomes)
        {
            Keep(outcome);
        }
    }

    private bool IsKept(int node) => (_kept[node >> 6] >> (node & 63) & 1) != 0;

    private bool IsFree(int node) => _nodes[node].Root < 0;
}
