using System.Globalization;
using System.Text.Json;
using Racewalk.Executions;
using Racewalk.Exploration;
using Racewalk.Programs;
using Racewalk.Reporting.Order;
using Racewalk.Reporting.Race;

namespace Racewalk.Reporting.Json;

/// <summary>An execution as JSON: its threads, and its events in the order of the race table.</summary>
internal static class JsonExecution
{
    /// <summary>Writes a property with the execution.</summary>
    public static void Write(Utf8JsonWriter json, string name, RaceStory story)
    {
        Linearisation linearisation = Linearisation.Of(story.Execution, story.Model, story.FailedThread);
        var steps = new StepTrack(story.Execution);
        json.WriteStartObject(name);
        json.WriteNumber("contextSwitches", linearisation.ContextSwitches);
        json.WriteBoolean("deadlock", story.Execution.IsDeadlock);
        json.WriteStartArray("threads");
        for (int thread = 0; thread < story.Execution.Threads.Count; thread++)
        {
            json.WriteStartObject();
            bool isNamed = thread < story.Program.ThreadNames.Count;
            json.WriteString("name", isNamed ? story.Program.ThreadNames[thread] : RaceStory.CpuName(thread));
            json.WriteString("status", JsonNames.Of(story.Execution.Threads[thread].Status));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("events");
        foreach (int id in linearisation.Order)
        {
            WriteEvent(json, story, steps, story.Execution.Events[id]);
        }

        json.WriteEndArray();
        json.WriteStartArray("swapped");
        foreach (SwappedAccesses swap in linearisation.Swapped)
        {
            json.WriteStartObject();
            json.WriteNumber("first", swap.First);
            json.WriteNumber("second", swap.Second);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteEvent(Utf8JsonWriter json, RaceStory story, StepTrack steps, ExecutionEvent e)
    {
        json.WriteStartObject();
        json.WriteNumber("id", e.Id);
        json.WriteNumber("thread", e.Thread);
        json.WriteNumber("index", e.Index);
        json.WriteNumber("context", e.Context);
        json.WriteString("step", steps.Of(e.Id).Name);
        json.WriteString("kind", JsonNames.Of(e.Kind));
        switch (e.Kind)
        {
            case EventKind.Read or EventKind.Write:
                json.WriteString("location", story.Program.LocationName(e.Operation.Address));
                json.WriteString("address", Hexadecimal(e.Operation.Address));
                json.WriteString("value", Hexadecimal(e.Value));
                JsonDocumentText.WriteStrings(json, "access", JsonNames.FlagsOf(e.Operation.Access));
                WriteLinks(json, e);
                break;
            case EventKind.Fence:
                json.WriteString("fence", JsonNames.Of(e.Operation.Fence));
                break;
            case EventKind.Choice:
                json.WriteNumber("choice", e.Value);
                break;
            case EventKind.Send:
                json.WriteNumber("target", e.Operation.Address);
                break;
            case EventKind.Fault:
                json.WriteString("fault", JsonNames.Of((FaultClass)e.Operation.Operand));
                break;
            case EventKind.Invalidate:
                json.WriteBoolean("local", e.Operation.IsLocal);
                break;
            case EventKind.Poll:
                WriteSource(json, e.ReadsFrom);
                break;
        }

        json.WriteEndObject();
    }

    private static void WriteLinks(Utf8JsonWriter json, ExecutionEvent e)
    {
        if (e.Kind == EventKind.Read)
        {
            WriteSource(json, e.ReadsFrom);
        }
        else
        {
            json.WriteNumber("coherence", e.Coherence);
        }

        if (e.RmwPartner >= 0)
        {
            json.WriteNumber("rmw", e.RmwPartner);
        }
    }

    private static void WriteSource(Utf8JsonWriter json, int source)
    {
        if (source < 0)
        {
            json.WriteNull("readsFrom");
        }
        else
        {
            json.WriteNumber("readsFrom", source);
        }
    }

    // 64-bit numbers do not survive readers that keep numbers as doubles.
    private static string Hexadecimal(ulong value) => "0x" + value.ToString("x", CultureInfo.InvariantCulture);
}
