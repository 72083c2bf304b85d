using System.Text.Json;
using Racewalk.Exploration;

namespace Racewalk.Reporting.Json;

/// <summary>Writes what a search has done that does not visit every execution.</summary>
internal static class JsonSearch
{
    /// <summary>Writes the property <c>search</c>: null after an exhaustive search.</summary>
    public static void Write(Utf8JsonWriter json, SearchSummary? summary)
    {
        if (summary is null)
        {
            json.WriteNull("search");
            return;
        }

        json.WriteStartObject("search");
        switch (summary)
        {
            case RandomSummary random:
                json.WriteString("name", "random");
                WriteWalks(json, random);
                json.WriteNumber("violationBelow", random.ViolationBelow);
                json.WriteNumber("unseen", random.Unseen);
                json.WriteBoolean("missesLoadBuffering", random.MissesLoadBuffering);
                break;
            case PctSummary pct:
                json.WriteString("name", "pct");
                WriteWalks(json, pct);
                json.WriteNumber("threads", pct.Threads);
                json.WriteNumber("steps", pct.Steps);
                json.WriteNumber("depth", pct.Depth);
                json.WriteNumber("boundRuns", pct.BoundRuns);
                json.WriteString("noBound", pct.NoBound);
                if (pct.NoBound is null)
                {
                    json.WriteNumber("probability", pct.Probability);
                }
                else
                {
                    json.WriteNull("probability");
                }

                break;
            case ContextBoundedSummary bounded:
                json.WriteString("name", "context");
                json.WriteNumber("preemptions", bounded.Preemptions);
                json.WriteBoolean("whole", bounded.IsWhole);
                break;
        }

        json.WriteEndObject();
    }

    private static void WriteWalks(Utf8JsonWriter json, WalkSummary walks)
    {
        json.WriteNumber("seed", walks.Seed);
        json.WriteNumber("runs", walks.Runs);
        json.WriteNumber("visited", walks.Visited);
        json.WriteNumber("different", walks.Different);
        json.WriteNumber("seenOnce", walks.SeenOnce);
        json.WriteNumber("staysInGracePeriods", walks.StaysInGracePeriods);
    }
}
