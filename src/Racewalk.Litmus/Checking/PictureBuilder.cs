using Racewalk.Executions;
using Racewalk.Litmus.Candidates;
using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Checking;

/// <summary>Makes pictures of candidates.</summary>
internal sealed class PictureBuilder(LitmusProgram program, FinalStates states)
{
    private static readonly string[] s_dependencies = ["rmw", "addr", "data", "ctrl", "tr-ib"];

    /// <summary>A picture of a complete candidate.</summary>
    public LitmusPicture Build(Candidate candidate, ReadValues values)
    {
        CandidateEvent[] events = candidate.Skeleton.Events;
        var index = new int[events.Length];
        var shown = new List<PictureEvent>();
        for (int e = 0; e < events.Length; e++)
        {
            index[e] = IsShown(events[e]) ? shown.Count : -1;
            if (index[e] >= 0)
            {
                shown.Add(new PictureEvent(events[e].Thread, EventLetters.Of(shown.Count), Text(events[e], values), LineOf(events[e])));
            }
        }

        var edges = new List<PictureEdge>();
        for (int e = 0; e + 1 < events.Length; e++)
        {
            int next = Array.FindIndex(events, e + 1, n => n.Thread == events[e].Thread && IsShown(n));
            if (index[e] >= 0 && events[e].Thread >= 0 && next >= 0 && events[next].Event.Instruction > events[e].Event.Instruction)
            {
                edges.Add(new PictureEdge("po", index[e], index[next]));
            }
        }

        Add("rf", candidate.ReadsFrom);
        EventMatrix co = candidate.Coherence;
        foreach ((int from, int to) in co.Pairs().Where(p => !Enumerable.Range(0, events.Length).Any(m => co[p.From, m] && co[m, p.To])))
        {
            edges.Add(new PictureEdge("co", index[from], index[to]));
            foreach ((int _, int read) in candidate.ReadsFrom.Pairs().Where(rf => rf.From == from && rf.To != to))
            {
                edges.Add(new PictureEdge("fr", index[read], index[to]));
            }
        }

        foreach (string name in s_dependencies)
        {
            if (candidate.TryGetRelation(name, out EventMatrix? relation))
            {
                Add(name, relation);
            }
        }

        Add("TLBI-after", candidate.InvalidatedBefore);
        return new LitmusPicture(shown, edges, states.Describe(new CandidateState(program, candidate, values)), program.Threads.Count);

        void Add(string label, EventMatrix relation)
        {
            foreach ((int from, int to) in relation.Pairs())
            {
                if (index[from] >= 0 && index[to] >= 0)
                {
                    edges.Add(new PictureEdge(label, index[from], index[to]));
                }
            }
        }
    }

    /// <summary>The index of an event in a picture; -1 if it is not shown.</summary>
    public static int IndexOf(CandidateEvent[] events, int e) => IsShown(events[e]) ? events.Take(e).Count(IsShown) : -1;

    // That a walk led to a fault, and what the access was, the fault beside it says.
    private static readonly string[] s_ofFaults = ["FAULTING", "FROM-R", "FROM-W", "FROM-L"];

    /// <summary>The line of an event's instruction; 0 for those that are of none.</summary>
    public int LineOf(CandidateEvent e) => e.Thread < 0 || e.Thread >= program.Threads.Count ? 0 : program.Source.LineAt(e.Event.Offset);

    /// <summary>What an event does, as pictures and explanations say it.</summary>
    public string Text(CandidateEvent e, ReadValues values)
    {
        IEnumerable<string> sets = e.Event.Sets.Except(s_ofFaults);
        sets = e.Event.IsImplicit ? sets.Prepend(e.IsRead ? "walk" : "update") : sets;
        string tags = sets.Any() ? "{" + string.Join(",", sets) + "}" : "";
        string value = values.TryEvaluate(e.Event.Value, out ulong known) ? program.FormatValue(known) : "?";
        string place = e.Event.Location >= 0 && !e.IsRegister ? $"[{program.Locations[e.Event.Location]}]" : "";
        return e.Event.Kind switch
        {
            LitmusEventKind.Read => $"R{tags}{place}={value}",
            LitmusEventKind.Write => $"W{tags}{place}={value}",
            LitmusEventKind.Branch => $"B{tags}",
            LitmusEventKind.Fault => $"Fault{tags}{place}",
            LitmusEventKind.Invalidate => $"{string.Join(',', e.Event.Sets)}({Invalidated(e.Event.Invalidation!)})",
            LitmusEventKind.RegisterRead => $"R {program.Threads[e.Thread].RegisterName(e.Event.Location)}={value}",
            LitmusEventKind.RegisterWrite => $"W {program.Threads[e.Thread].RegisterName(e.Event.Location)}={value}",
            _ => $"F{tags}{place}",
        };
    }

    private string Invalidated(Invalidation what) => what.Entry switch
    {
        Invalidation.OfAll => "all",
        Invalidation.OfNothing => "nothing",
        int entry => program.Locations[entry],
    };

    private static bool IsShown(CandidateEvent e) => !e.IsRegister && e.Event.Kind != LitmusEventKind.Branch;
}
