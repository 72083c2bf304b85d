using Racewalk.Executions;
using Racewalk.Litmus.Semantics;
using Racewalk.Models.Cat;

namespace Racewalk.Litmus.Candidates;

/// <summary>The choices of coherence and reads-from over one skeleton, with what prunes them.</summary>
internal sealed class SkeletonSearch
{
    private readonly Skeleton _skeleton;
    private readonly CatEvaluation _evaluation;
    private readonly HashSet<ulong> _targets;
    private readonly ulong _firstTarget;
    private readonly ICandidateVisitor _visitor;
    private readonly bool _prunes;
    private readonly CancellationToken _cancellation;
    private readonly Candidate _candidate;
    private readonly ReadValues _values;
    private readonly List<Step> _steps = [];
    private readonly Dictionary<int, List<int>> _coherence = [];
    private readonly Dictionary<int, List<int>> _writes = [];
    private readonly PathCondition[] _conditions;
    private readonly HashSet<int> _observed;
    private readonly LitmusProgram _program;
    private readonly CatModel _model;
    private InvalidationChoices? _invalidations;
    private ulong? _wild;

    public SkeletonSearch(
        LitmusProgram program,
        Skeleton skeleton,
        CatModel model,
        CatEvaluation evaluation,
        HashSet<ulong> targets,
        ICandidateVisitor visitor,
        bool prunes,
        CancellationToken cancellation)
    {
        _program = program;
        _model = model;
        _skeleton = skeleton;
        _evaluation = evaluation;
        _targets = targets;
        _firstTarget = targets.Count == 0 ? 0 : targets.Min();
        _visitor = visitor;
        _prunes = prunes;
        _cancellation = cancellation;
        _candidate = new Candidate(skeleton);
        _values = new ReadValues(program.Pool, skeleton);
        _observed = [.. program.Question.Shown.Where(static p => p.IsLocation).SelectMany(static p => Enumerable.Range(p.Number, Math.Max(1, p.Length)))];
        _conditions = [.. skeleton.Paths.SelectMany(static p => p.Trace.Conditions)];
        Plan();
    }

    /// <summary>Visits all executions over the skeleton.</summary>
    public void Run()
    {
        if (!ConditionsHold())
        {
            return;
        }

        _evaluation.Begin(_candidate);
        if (_skeleton.Translation is not null && !_candidate.IsAskedOfTranslation)
        {
            throw _program.Source.Refusal(0, $"the model {_model.Title} says nothing of page tables, and {_program.Name} has some");
        }

        _invalidations = _skeleton.Translation is null ? null : new InvalidationChoices(_candidate, _evaluation, _prunes);
        if (MayGoOn())
        {
            Choose(0);
        }
    }

    /// <summary>
    /// The order of choices: location by location the places of its writes in coherence, the source of a read-modify-write right after its write's
    /// place, since the two decide each other; then the other reads in program order.
    /// </summary>
    private void Plan()
    {
        CandidateEvent[] events = _skeleton.Events;
        var partner = new Dictionary<int, int>();
        for (int t = 0; t < _skeleton.Paths.Count; t++)
        {
            foreach ((int read, int write) in _skeleton.Paths[t].Trace.ReadModifyWrites)
            {
                partner[_skeleton.IndexOf[t][write]] = _skeleton.IndexOf[t][read];
            }
        }

        for (int e = 0; e < events.Length; e++)
        {
            if (events[e].IsWrite && !(_skeleton.LocksAreApart && events[e].Event.Sets.Contains("UL", StringComparer.Ordinal)))
            {
                int location = events[e].Event.Location;
                if (!_writes.TryGetValue(location, out List<int>? writes))
                {
                    _writes.Add(location, writes = []);
                    _coherence.Add(location, []);
                }

                writes.Add(e);
            }
        }

        var planned = new HashSet<int>();
        foreach (int write in _writes.OrderBy(static w => w.Key).SelectMany(static w => w.Value))
        {
            _steps.Add(new Step(write, IsWrite: true));
            if (partner.TryGetValue(write, out int read) && IsChosen(read) && planned.Add(read))
            {
                _steps.Add(new Step(read, IsWrite: false));
            }
        }

        for (int e = 0; e < events.Length; e++)
        {
            if (events[e].IsRead && IsChosen(e) && planned.Add(e))
            {
                _steps.Add(new Step(e, IsWrite: false));
            }
        }
    }

    private bool IsChosen(int read) => !_skeleton.LocksAreApart || !CandidateSets.IsLock(_skeleton.Events[read]);

    private void Choose(int step)
    {
        if (step == _steps.Count)
        {
            Leaf();
        }
        else if (_steps[step].IsWrite)
        {
            Place(step, _steps[step].Event);
        }
        else
        {
            Read(step, _steps[step].Event);
        }
    }

    private void Place(int step, int write)
    {
        List<int> order = _coherence[_skeleton.Events[write].Event.Location];
        EventMatrix co = _candidate.Coherence;
        // Initial writes come first in the plan and stay first in coherence. Last place first, like an execution that goes on.
        for (int place = order.Count; place >= Math.Min(1, order.Count); place--)
        {
            for (int i = 0; i < order.Count; i++)
            {
                co[i < place ? order[i] : write, i < place ? write : order[i]] = true;
            }

            order.Insert(place, write);
            // A single write changes nothing that a check could see.
            if (order.Count <= 2 || MayGoOn())
            {
                Choose(step + 1);
            }

            order.RemoveAt(place);
            foreach (int other in order)
            {
                co[other, write] = false;
                co[write, other] = false;
            }
        }
    }

    private void Read(int step, int read)
    {
        _cancellation.ThrowIfCancellationRequested();
        foreach (int write in _writes[_skeleton.Events[read].Event.Location])
        {
            _values.Assign(read, write);
            ulong? wild = _wild;
            if (ConditionsHold())
            {
                _candidate.ReadsFrom.Add(write, read);
                if (MayGoOn())
                {
                    Choose(step + 1);
                }

                _candidate.ReadsFrom.Remove(write, read);
            }

            _wild = wild;
        }

        _values.Assign(read, -1);
    }

    private bool MayGoOn() => !_prunes || _evaluation.MayBeConsistent();

    /// <summary>Whether what is known of the values agrees with what the paths suppose.</summary>
    private bool ConditionsHold()
    {
        foreach (PathCondition c in _conditions)
        {
            if (!_values.TryEvaluate(c.Expression, out ulong value) || value == c.Expected == c.IsEqual)
            {
                continue;
            }

            if (!c.IsAddress || _targets.Contains(value))
            {
                return false;
            }

            // Of all paths, the one that supposes the first target stands for the access to an address that none supposes.
            if (c.Expected != _firstTarget)
            {
                return false;
            }

            _wild ??= value;
        }

        return true;
    }

    private void Leaf()
    {
        foreach (Step s in _steps)
        {
            if (!s.IsWrite && !_values.TryEvaluate(_skeleton.Events[s.Event].Event.Value, out _))
            {
                _visitor.ThinAir(_candidate);
                return;
            }
        }

        if (_wild is { } address)
        {
            _visitor.UnsupposedAddress(_candidate, address);
            return;
        }

        FindFinalWrites();

        if (_candidate.DifferentValues is { } different)
        {
            RelateValues(different);
        }

        foreach (ThreadPath path in _skeleton.Paths)
        {
            if (path.Trace is { Cut: { } why, IsWaiting: false })
            {
                _visitor.Cut(_candidate, why);
                return;
            }
        }

        if (_invalidations is null)
        {
            _visitor.Visit(_candidate, _values, _evaluation);
            return;
        }

        _candidate.Descriptors.Update(_program, _values);
        bool isFound = false;
        _invalidations.Run(() =>
        {
            _cancellation.ThrowIfCancellationRequested();
            if (isFound)
            {
                return _visitor.VisitAgain(_evaluation);
            }

            isFound = _visitor.Visit(_candidate, _values, _evaluation);
            return !isFound || _visitor.WantsMoreWays;
        });
    }

    private void FindFinalWrites()
    {
        _candidate.FinalWrites.Clear();
        _candidate.ObservedFinalWrites.Clear();
        foreach ((int location, List<int> order) in _coherence)
        {
            _candidate.FinalWrites.Add(order[^1]);
            if (_observed.Contains(location))
            {
                _candidate.ObservedFinalWrites.Add(order[^1]);
            }
        }
    }

    private void RelateValues(EventMatrix different)
    {
        different.Clear();
        for (int a = 0; a < _skeleton.Events.Length; a++)
        {
            for (int b = 0; b < _skeleton.Events.Length; b++)
            {
                different[a, b] = IsAccess(a) && IsAccess(b)
                    && _values.TryEvaluate(_skeleton.Events[a].Event.Value, out ulong x)
                    && _values.TryEvaluate(_skeleton.Events[b].Event.Value, out ulong y)
                    && x != y;
            }
        }
    }

    private bool IsAccess(int e) => _skeleton.Events[e].IsRead || _skeleton.Events[e].IsWrite;

    private readonly record struct Step(int Event, bool IsWrite);
}
