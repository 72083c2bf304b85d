using System.Text.Json;
using Racewalk.Reporting.Order;
using Racewalk.Reporting.Race;
using Racewalk.Reporting.Text;
using Racewalk.Scenarios;

namespace Racewalk.Reporting.Pipelines;

/// <summary>An execution as a code flow: a thread flow for each CPU, with the rows of the race table.</summary>
internal static class SarifFlows
{
    /// <summary>The CPUs of an execution; one that does nothing worth a row is left out, as SARIF has no empty flows.</summary>
    public static IReadOnlyList<SarifFlow> Of(RaceStory story, Func<ulong, ulong, string?>? formatValue)
    {
        Func<ulong, ulong, string> format = (address, value) => formatValue?.Invoke(address, value) ?? ValueText.Format(value);
        Linearisation linearisation = Linearisation.Of(story.Execution, story.Model, story.FailedThread);
        IReadOnlyList<RaceRow> rows = RaceRowBuilder.Build(story, linearisation.Order, format);
        var flows = new List<SarifFlow>();
        for (int thread = 0; thread < story.Execution.Threads.Count; thread++)
        {
            SarifStep[] steps = [.. rows.Index().Where(r => r.Item.Thread == thread).Select(r => Step(story, r.Item, r.Index + 1))];
            if (steps.Length > 0)
            {
                string cpu = RaceStory.CpuName(thread);
                flows.Add(new SarifFlow(cpu, thread < story.Program.ThreadNames.Count ? story.Program.ThreadNames[thread] : cpu, steps));
            }
        }

        return flows;
    }

    /// <summary>Where an execution breaks: the last step of the CPU that failed, or of the execution if it is broken as a whole; null if no step has a name.</summary>
    public static SarifPlace? Break(RaceStory story)
    {
        var steps = new StepTrack(story.Execution);
        IEnumerable<int> order = Linearisation.Of(story.Execution, story.Model, story.FailedThread).Order;
        string? last = order.Where(id => story.FailedThread < 0 || story.Execution.Events[id].Thread == story.FailedThread)
            .Select(id => steps.Of(id).Name).LastOrDefault(static n => n.Length > 0);
        return last is null ? null : PlaceOf(story, last);
    }

    /// <summary>Writes the property <c>codeFlows</c>.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<SarifFlow> flows)
    {
        json.WriteStartArray("codeFlows");
        json.WriteStartObject();
        json.WriteStartArray("threadFlows");
        foreach (SarifFlow flow in flows)
        {
            json.WriteStartObject();
            json.WriteString("id", flow.Id);
            SarifReport.WriteMessage(json, "message", flow.Name);
            json.WriteStartArray("locations");
            foreach (SarifStep step in flow.Steps)
            {
                json.WriteStartObject();
                json.WriteStartObject("location");
                SarifPlaces.WriteMembers(json, step.Place);
                SarifReport.WriteMessage(json, "message", step.Text);
                json.WriteEndObject();
                if (step.Order > 0)
                {
                    json.WriteNumber("executionOrder", step.Order);
                }

                json.WriteString("importance", step.Importance);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static SarifStep Step(RaceStory story, RaceRow row, int order) => new(
        PlaceOf(story, row.Step),
        row.Lines.Count > 0 ? string.Join('\n', row.Lines) : row.Function,
        order,
        row.Effects.Any(static e => e.Mark is not null) ? "essential" : row.IsMeeting ? "important" : "unimportant");

    private static SarifPlace PlaceOf(RaceStory story, string name)
    {
        Step? step = story.Steps.FirstOrDefault(s => string.Equals(s.Name, name, StringComparison.Ordinal));
        return step is null
            ? SarifPlace.Named(name.Length > 0 ? name : story.Program.Name, name.Length > 0 ? name : story.Program.Name, "function")
            : SarifPlace.Named(step.Function, $"{step.File}::{step.Function}", "function");
    }
}
