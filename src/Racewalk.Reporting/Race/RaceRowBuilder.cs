using Racewalk.Exploration;
using Racewalk.Scenarios;

namespace Racewalk.Reporting.Race;

/// <summary>Turns the sequence of events into rows: what a CPU does in one step without another CPU in between is one row.</summary>
internal sealed class RaceRowBuilder
{
    private const int MaxEffects = 6;

    private readonly RaceStory _story;
    private readonly StepTrack _steps;
    private readonly EffectWriter _effects;
    private readonly ReadMarks _marks;
    private readonly Dictionary<StepVisit, Weight> _weights = [];
    private readonly HashSet<StepVisit> _told = [];
    private readonly List<RaceRow> _rows = [];

    private RaceRowBuilder(RaceStory story, StepTrack steps, IReadOnlyList<int> order, Func<ulong, ulong, string> format)
    {
        var meetings = new Meetings(story.Execution);
        _story = story;
        _steps = steps;
        _effects = new EffectWriter(story, meetings, format);
        _marks = new ReadMarks(story, order, meetings, format);
        foreach (ExecutionEvent e in story.Execution.Events)
        {
            StepVisit visit = _steps.Of(e.Id);
            Weight weight = _effects.WeightOf(e);
            _weights[visit] = _weights.TryGetValue(visit, out Weight other) && other > weight ? other : weight;
        }
    }

    /// <summary>The rows of an execution, told in the given order.</summary>
    public static IReadOnlyList<RaceRow> Build(RaceStory story, IReadOnlyList<int> order, Func<ulong, ulong, string> format)
    {
        var steps = new StepTrack(story.Execution);
        order = StepCohesion.Apply(story.Execution, steps, order);
        var builder = new RaceRowBuilder(story, steps, order, format);
        builder.Tell(order);
        return builder._rows;
    }

    private void Tell(IReadOnlyList<int> order)
    {
        Execution execution = _story.Execution;
        int[] left = [.. execution.Threads.Select(static t => t.Events.Count)];
        for (int thread = 0; thread < left.Length; thread++)
        {
            if (left[thread] == 0)
            {
                TellEmpty(_steps.AtEnd(thread));
            }
        }

        List<ExecutionEvent> run = [];
        foreach (int id in order)
        {
            IReadOnlyList<StepVisit> passed = _steps.EmptyBefore(id);
            if (run.Count > 0 && (passed.Count > 0 || _steps.Of(id) != _steps.Of(run[0].Id)))
            {
                TellRun(run);
                run.Clear();
            }

            TellEmpty(passed);
            ExecutionEvent e = execution.Events[id];
            run.Add(e);
            if (--left[e.Thread] == 0)
            {
                TellRun(run);
                run.Clear();
                TellEmpty(_steps.AtEnd(e.Thread));
            }
        }
    }

    private void TellEmpty(IEnumerable<StepVisit> visits)
    {
        foreach (StepVisit visit in visits)
        {
            _rows.Add(Row(visit, [], false));
        }
    }

    private void TellRun(List<ExecutionEvent> run)
    {
        StepVisit visit = _steps.Of(run[0].Id);
        Weight most = run.Max(_effects.WeightOf);

        // A part of a step that is all locks and barriers gets no row, unless the step is nothing else and has a name to show.
        bool isNamed = visit.Name.Length > 0 && !_told.Contains(visit) && _weights[visit] <= Weight.Noise;
        if (most <= Weight.Noise && !isNamed)
        {
            return;
        }

        List<Effect> effects = [];
        foreach (ExecutionEvent e in run.Where(e => _effects.WeightOf(e) == most))
        {
            string text = _effects.Describe(e);
            string? mark = _marks.Of(e.Id);
            var effect = new Effect(text, mark);
            if (text.Length > 0 && !effects.Contains(effect))
            {
                effects.Add(effect);
            }
        }

        if (effects.Count > MaxEffects)
        {
            Shorten(effects);
        }

        _rows.Add(Row(visit, effects, most == Weight.Meeting) with { IsMinor = most < _weights[visit] });
    }

    private static void Shorten(List<Effect> effects)
    {
        int before = effects.Count;
        for (int i = effects.Count - 1; i >= 0 && effects.Count >= MaxEffects; i--)
        {
            if (effects[i].Mark is null)
            {
                effects.RemoveAt(i);
            }
        }

        if (effects.Count < before)
        {
            effects.Add(new Effect(FormattableString.Invariant($"{before - effects.Count} more"), null));
        }
    }

    private RaceRow Row(StepVisit visit, IReadOnlyList<Effect> effects, bool isMeeting)
    {
        _told.Add(visit);
        Step? step = _story.Steps.FirstOrDefault(s => string.Equals(s.Name, visit.Name, StringComparison.Ordinal));
        return new RaceRow
        {
            Thread = visit.Thread,
            Function = step is null ? "" : step.Function.AsSpan().ContainsAny('(', ' ') ? step.Function : step.Function + "()",
            Step = visit.Name,
            Effects = effects,
            IsMeeting = isMeeting,
        };
    }
}
