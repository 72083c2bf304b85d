using Racewalk.Executions;
using Racewalk.Oracle.Language;
using Racewalk.Oracle.Unfolding;

namespace Racewalk.Oracle;

/// <summary>Visits all candidate executions of a program: all combinations of unfoldings, deliveries, reads-from and coherence.</summary>
internal sealed class CandidateSearch
{
    private readonly TestProgram _program;
    private readonly OracleOptions _options;
    private readonly Action<Candidate> _visit;
    private readonly List<ThreadUnfolding>[] _unfoldings;
    private readonly ThreadUnfolding[] _chosen;

    // What the threads from an index on can write at all.
    private readonly ulong[] _rest;
    private readonly List<LocationChoice>[] _choices;
    private long _tried;

    /// <summary>Unfolds the program's threads.</summary>
    /// <exception cref="TooLargeException">There is too much to do.</exception>
    public CandidateSearch(TestProgram program, OracleOptions options, Action<Candidate> visit)
    {
        _program = program;
        _options = options;
        _visit = visit;
        _unfoldings = Unfolder.Unfold(program, options.IncludeBlocked, options.MaxUnfoldings, out _);
        _chosen = new ThreadUnfolding[_unfoldings.Length];
        _choices = new List<LocationChoice>[program.Initial.Length];
        _rest = new ulong[_unfoldings.Length + 1];
        for (int thread = _unfoldings.Length - 1; thread >= 0; thread--)
        {
            _rest[thread] = _rest[thread + 1];
            foreach (ThreadUnfolding unfolding in _unfoldings[thread])
            {
                _rest[thread] |= unfolding.Provides;
            }
        }
    }

    /// <summary>How many candidates were visited.</summary>
    public long Visited { get; private set; }

    /// <summary>Visits all candidates.</summary>
    /// <exception cref="TooLargeException">There are too many.</exception>
    public void Run()
    {
        long combinations = 1;
        foreach (List<ThreadUnfolding> thread in _unfoldings)
        {
            combinations *= thread.Count;
            if (combinations > _options.MaxCombinations)
            {
                throw new TooLargeException("too many combinations of unfoldings");
            }
        }

        Choose(0);
    }

    private void Choose(int thread)
    {
        if (thread == _chosen.Length)
        {
            Combine();
            return;
        }

        foreach (ThreadUnfolding unfolding in _unfoldings[thread])
        {
            _chosen[thread] = unfolding;
            if (!_options.Prune || CanBeFed(thread + 1))
            {
                Choose(thread + 1);
            }
        }
    }

    // Whether all values that the first threads read and do not write themselves can still come from somewhere.
    private bool CanBeFed(int count)
    {
        for (int thread = 0; thread < count; thread++)
        {
            ulong provided = _rest[count];
            for (int other = 0; other < count; other++)
            {
                provided |= other == thread ? 0 : _chosen[other].Provides;
            }

            if ((_chosen[thread].Needs & ~provided) != 0)
            {
                return false;
            }
        }

        return true;
    }

    private void Combine()
    {
        var skeleton = new Skeleton(_chosen, _program.Initial.Length);
        if (!DeliveriesFit(skeleton))
        {
            return;
        }

        for (int location = 0; location < _choices.Length; location++)
        {
            _choices[location] = LocationSearch.Search(
                skeleton, location, _program.Initial[location], _options.Prune, _options.MaxCandidates);
            if (_choices[location].Count == 0)
            {
                return;
            }
        }

        Deliver(new Candidate(skeleton), 0, 0);
    }

    // Each poll that takes an interrupt has one to take, and no thread idles while one is pending for it.
    private bool DeliveriesFit(Skeleton skeleton)
    {
        for (int thread = 0; thread < _chosen.Length; thread++)
        {
            for (int handler = 0; handler < _program.Handlers.Length; handler++)
            {
                int pending = 0;
                foreach (ThreadEvent e in skeleton.Events)
                {
                    pending += e.Kind == EventKind.Send && e.Target == thread && e.Handler == handler ? 1 : 0;
                }

                foreach (ThreadEvent e in _chosen[thread].Events)
                {
                    pending -= e.Kind == EventKind.Poll && e.Handler == handler ? 1 : 0;
                }

                if (pending < 0 || (pending > 0 && !_chosen[thread].IsBlocked))
                {
                    return false;
                }
            }
        }

        return true;
    }

    // Chooses which send each poll takes, then the rest.
    private void Deliver(Candidate candidate, int id, ulong taken)
    {
        Skeleton skeleton = candidate.Skeleton;
        while (id < skeleton.Count && !(skeleton.Events[id].Kind == EventKind.Poll && skeleton.Events[id].Handler >= 0))
        {
            id++;
        }

        if (id == skeleton.Count)
        {
            Relate(candidate, 0);
            return;
        }

        for (int send = 0; send < skeleton.Count; send++)
        {
            ThreadEvent e = skeleton.Events[send];
            bool fits = e.Kind == EventKind.Send && e.Target == skeleton.Thread(id) && e.Handler == skeleton.Events[id].Handler;
            if (fits && (taken >> send & 1) == 0)
            {
                candidate.Source[id] = send;
                Deliver(candidate, id + 1, taken | 1UL << send);
                candidate.Source[id] = -1;
            }
        }
    }

    private void Relate(Candidate candidate, int location)
    {
        if (location == _choices.Length)
        {
            Visited++;
            _visit(candidate);
            return;
        }

        foreach (LocationChoice choice in _choices[location])
        {
            if (++_tried > _options.MaxCandidates)
            {
                throw new TooLargeException("too many candidates");
            }

            candidate.Set(choice);
            Relate(candidate, location + 1);
        }
    }
}
