using Racewalk.Executions;
using Racewalk.Exploration;
using Racewalk.Reporting.Order;
using Racewalk.Reporting.Race;
using Racewalk.Reporting.Text;
using Racewalk.Scenarios;

namespace Racewalk.Reporting.Pictures;

/// <summary>Makes the picture of a race, in the order of its race table.</summary>
public sealed class RacePictureBuilder
{
    private readonly RaceStory _story;
    private readonly StepTrack _steps;
    private readonly EffectWriter _effects;
    private readonly ReadMarks _marks;
    private readonly StateLanes _lanes;
    private readonly List<PictureStep> _told = [];
    private readonly Dictionary<int, int> _stepOf = [];
    private readonly List<LaneChange> _pending = [];

    private RacePictureBuilder(RaceStory story, StepTrack steps, IReadOnlyList<int> order, Func<ulong, ulong, string> format)
    {
        var meetings = new Meetings(story.Execution);
        _story = story;
        _steps = steps;
        _effects = new EffectWriter(story, meetings, format);
        _marks = new ReadMarks(story, order, meetings, format);
        _lanes = new StateLanes(story, meetings, format);
    }

    /// <summary>The picture.</summary>
    /// <param name="story">The execution and its names.</param>
    /// <param name="options">How values and barriers are named; the width of lines is not used. Null for the defaults.</param>
    public static RacePicture Of(RaceStory story, RaceTableOptions? options = null)
    {
        options ??= new RaceTableOptions();
        Func<ulong, ulong, string> format = (address, value) => options.FormatValue?.Invoke(address, value) ?? ValueText.Format(value);
        Linearisation linearisation = Linearisation.Of(story.Execution, story.Model, story.FailedThread);
        var steps = new StepTrack(story.Execution);
        IReadOnlyList<int> order = StepCohesion.Apply(story.Execution, steps, linearisation.Order);
        var builder = new RacePictureBuilder(story, steps, order, format);
        builder.Tell(order);
        return new RacePicture(
            [.. Enumerable.Range(0, story.Execution.Threads.Count).Select(t => new CpuLane(RaceStory.CpuName(t), ActorOf(story, t)))],
            builder._lanes.Lanes,
            builder._told,
            builder.Links(order, linearisation.Swapped),
            [.. OutcomeWriter.Paragraphs(story, linearisation, options, format)]);
    }

    private static string ActorOf(RaceStory story, int thread) =>
        story.Program.ThreadNames.ElementAtOrDefault(thread) is { } name && name != RaceStory.CpuName(thread) ? name : "";

    private void Tell(IReadOnlyList<int> order)
    {
        List<ExecutionEvent> run = [];
        foreach (ExecutionEvent e in order.Select(id => _story.Execution.Events[id]))
        {
            if (run.Count > 0 && _steps.Of(e.Id) != _steps.Of(run[0].Id))
            {
                TellRun(run);
                run.Clear();
            }

            run.Add(e);
        }

        if (run.Count > 0)
        {
            TellRun(run);
        }
    }

    // What is all barriers and interrupts not taken, and changes nothing, is left out, as in the race table; a lock that is taken is not.
    private void TellRun(List<ExecutionEvent> run)
    {
        StepVisit visit = _steps.Of(run[0].Id);
        List<PictureEffect> effects = [];
        foreach (ExecutionEvent e in run)
        {
            _pending.AddRange(_lanes.After(e));
            var effect = new PictureEffect(_effects.WeightOf(e) == Weight.Hidden ? "" : _effects.Describe(e), _marks.Of(e.Id));
            if (effect.Text.Length > 0 && !effects.Contains(effect))
            {
                effects.Add(effect);
            }
        }

        if (effects.Count == 0 && _pending.Count == 0)
        {
            return;
        }

        foreach (ExecutionEvent e in run)
        {
            _stepOf[e.Id] = _told.Count;
        }

        Step? step = _story.Steps.FirstOrDefault(s => string.Equals(s.Name, visit.Name, StringComparison.Ordinal));
        LaneChange[] changes = [.. _pending.GroupBy(static c => c.Lane).Select(static g => g.Last() with { Before = [.. g.SkipLast(1).Select(static c => c.Value)] })];
        _pending.Clear();
        _told.Add(new PictureStep(visit.Thread, step?.Function ?? "", visit.Name, step is null ? "" : $"{step.Version} {step.File}", effects, changes));
    }

    private List<PictureLink> Links(IReadOnlyList<int> order, IReadOnlyList<SwappedAccesses> swapped)
    {
        IReadOnlyList<ExecutionEvent> events = _story.Execution.Events;
        var newest = new Dictionary<ulong, ExecutionEvent>();
        List<PictureLink> links = [];
        foreach (ExecutionEvent e in order.Select(id => events[id]))
        {
            if (e.Kind == EventKind.Write && (!newest.TryGetValue(e.Operation.Address, out ExecutionEvent? other) || other.Coherence < e.Coherence))
            {
                newest[e.Operation.Address] = e;
            }

            bool isTold = e.Kind is EventKind.Read or EventKind.Poll && _effects.WeightOf(e) == Weight.Meeting;
            if (isTold && e.ReadsFrom >= 0 && events[e.ReadsFrom].Thread != e.Thread)
            {
                Add(e.ReadsFrom, e.Id, e.Kind == EventKind.Poll ? LinkKind.Interrupt : LinkKind.ReadsFrom);
            }

            if (isTold && _marks.Of(e.Id) is { Length: > 0 } && newest.TryGetValue(e.Operation.Address, out other) &&
                other.Coherence > (e.ReadsFrom < 0 ? 0 : events[e.ReadsFrom].Coherence))
            {
                Add(other.Id, e.Id, LinkKind.Stale);
            }
        }

        foreach (SwappedAccesses swap in swapped)
        {
            Add(swap.First, swap.Second, LinkKind.Swapped);
            foreach ((int first, int second) in swap.AlsoUnordered)
            {
                Add(first, second, LinkKind.Unordered);
            }
        }

        return links;

        void Add(int from, int to, LinkKind kind)
        {
            if (_stepOf.TryGetValue(from, out int first) && _stepOf.TryGetValue(to, out int second) && (first != second || kind == LinkKind.Swapped) &&
                !links.Contains(new PictureLink(first, second, kind)))
            {
                links.Add(new PictureLink(first, second, kind));
            }
        }
    }
}
