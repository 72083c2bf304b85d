using Racewalk.Exploration.Subtrees;

namespace Racewalk.Exploration.Estimates;

/// <summary>
/// An unbiased estimate of how many executions a search has, with what is known at one moment: those visited, and a sample of the tree of decisions that is left. It takes a search of its
/// own, one piece at a time, so it can be left at any piece and taken up again.
/// </summary>
/// <param name="search">The search.</param>
/// <param name="tally">Counts what the search visits; it must visit no more than one execution at a time (<see cref="Tally.Stop"/>).</param>
/// <param name="state">The moment.</param>
/// <param name="strata">What is to be looked into; empty.</param>
internal sealed class Probe(ISubtreeSearch search, Tally tally, SearchState state, Strata strata)
{
    private readonly List<int> _path = [];
    private bool _isBegun;

    /// <summary>What there was at that moment.</summary>
    public SearchState State => state;

    /// <summary>The estimate, when nothing is left to look into.</summary>
    public double Executions { get; private set; } = state.Visited;

    /// <summary>Looks into one piece; false if there is none left.</summary>
    public bool Advance()
    {
        if (!_isBegun)
        {
            _isBegun = true;
            AddLeft();
        }

        if (!strata.TryTake(out ProbeNode node))
        {
            return false;
        }

        Opening.Enter(search, node.Path);
        _path.Clear();
        _path.AddRange(node.Path);
        if (node.IsRest)
        {
            AddAlternatives(node.Path.Length - 1, node.Weight);
        }
        else
        {
            LookInto(node.Weight);
        }

        search.Forget();
        return true;
    }

    private void AddLeft()
    {
        foreach (SearchPosition position in state.Left)
        {
            if (position.IsRoot)
            {
                strata.Add(Stratum.Of(0, 0), new ProbeNode([], IsRest: false, Weight: 1));
                continue;
            }

            ReadOnlySpan<PathStep> steps = position.Steps;
            int[] path = new int[steps.Length];
            for (int i = 0; i < steps.Length; i++)
            {
                path[i] = steps[i].Tried;
                if (!steps[i].IsClosed)
                {
                    strata.Add(Stratum.OfRest(i + 1), new ProbeNode(path[..(i + 1)], IsRest: true, Weight: 1));
                }
            }
        }
    }

    /// <summary>Goes forward to the first decision that has more than one alternative, or to the end.</summary>
    private void LookInto(double weight)
    {
        while (true)
        {
            int frame = _path.Count;
            while (search.Frames.Length == frame)
            {
                if (search.IsDead)
                {
                    return;
                }

                if (!search.TryStepForward())
                {
                    Visit(weight);
                    return;
                }
            }

            bool isDead = search.IsDead;
            int first = search.Frames[frame].Tried;
            int events = search.Frames[frame].Count;
            bool isRevisit = search.Frames[frame].Kind == Clocks.FrameKind.Revisit;
            if (search.MayHaveMore(frame))
            {
                int others = AddAlternatives(frame, weight);
                if (isDead)
                {
                    return;
                }

                if (others > 0 || isRevisit)
                {
                    AddAlternative(frame, first, weight, events);
                    return;
                }

                GoOnWith(frame, first);
            }

            _path.Add(first);
        }
    }

    /// <summary>Goes back into the one alternative that a frame has.</summary>
    private void GoOnWith(int frame, int first)
    {
        search.CutBefore(frame);
        while (search.Frames.Length == frame && search.TryStepForward())
        {
        }

        if (search.Frames.Length == frame || search.Frames[frame].Tried != first)
        {
            throw new InvariantException($"decision {frame} is not met again");
        }
    }

    /// <summary>Adds the alternatives of a frame that come after the one that the search is in.</summary>
    private int AddAlternatives(int frame, double weight)
    {
        int count = 0;
        while (search.TryTakeNextOf(frame))
        {
            AddAlternative(frame, search.Frames[frame].Tried, weight, search.Frames[^1].Count);
            count++;
        }

        return count;
    }

    private void AddAlternative(int frame, int tried, double weight, int events) =>
        strata.Add(Stratum.Of(frame + 1, events), new ProbeNode([.. _path[..frame], tried], IsRest: false, weight));

    private void Visit(double weight)
    {
        long before = tally.Result.Visited;
        search.EndOpening(search.Frames.Length);
        search.RunForward();
        Executions += weight * (tally.Result.Visited - before);
    }
}
