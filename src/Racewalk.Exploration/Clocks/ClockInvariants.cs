using System.Runtime.Intrinsics;
using Racewalk.Executions;
using static Racewalk.Exploration.InvariantException;

namespace Racewalk.Exploration.Clocks;

/// <summary>
/// Checks a complete log against the definitions: links are consistent, values are those of their sources, and each clock is what reachability along
/// the model's order says. Slow; for debug builds and tests.
/// </summary>
internal static class ClockInvariants<TOrder>
    where TOrder : struct, IClockOrder
{
    public static void Check(ClockLog log, Paths.PathTree tree)
    {
        for (int id = 0; id < log.Count; id++)
        {
            CheckProgramOrder(log, id);
            CheckCommunication(log, tree, id);
        }

        CheckClocks(log, tree);
    }

    private static void CheckProgramOrder(ClockLog log, int id)
    {
        ref ClockEvent e = ref log.Events[id];
        int before = -1;
        for (int i = 0; i < id || (i < log.Count && log.Events[i].Index < e.Index); i++)
        {
            before = log.Events[i].Thread == e.Thread && log.Events[i].Index + 1 == e.Index ? i : before;
        }

        Require(e.ProgramPrevious == before && (before >= 0 || e.Index == 0), "program order is linked, without gaps", id);
        Require(before < id, "a thread's events are added in program order", id);
        byte own = ClockEvent.Lane(ref e.Prefix, e.Thread);
        Require(own == e.Index + 1, "an event is the last of its thread in its causal prefix", id);
        Require(before < 0 || IsBelow(log.Events[before].Prefix, e.Prefix), "the causal prefix contains what is before in program order", id);
    }

    private static void CheckCommunication(ClockLog log, Paths.PathTree tree, int id)
    {
        ref ClockEvent e = ref log.Events[id];
        switch (e.Kind)
        {
            case EventKind.Read:
                ulong value = e.Source >= 0 ? log.Events[e.Source].Value : tree.Initial(e.Location);
                Require(e.Source != ClockEvent.Dangling && e.Value == value, "a read has the value of its source", id);
                Require(e.Source < 0 || IsBelow(log.Events[e.Source].Prefix, e.Prefix), "the causal prefix contains the source's", id);
                Require(
                    e.Source < 0 || (log.Events[e.Source].Kind == EventKind.Write && log.Events[e.Source].Location == e.Location),
                    "a read's source is a write of its location",
                    id);
                break;
            case EventKind.Write:
                bool linked = e.CoherenceNext < 0
                    ? log.Locations[e.Location].CoherenceLast == id
                    : log.Events[e.CoherenceNext].CoherencePrevious == id;
                Require(linked, "coherence is linked both ways", id);
                Require(
                    !e.IsRmwWrite || log.Events[e.ProgramPrevious].Source == e.CoherencePrevious,
                    "the write of a read-modify-write follows what its read took",
                    id);
                break;
            case EventKind.Poll:
                Require(e.Source < 0 || log.Events[e.Source].Kind == EventKind.Send, "a poll takes a send", id);
                break;
        }
    }

    private static void CheckClocks(ClockLog log, Paths.PathTree tree)
    {
        LogRelation order = ClockDefinition<TOrder>.Order(log, tree);
        for (int to = 0; to < log.Count; to++)
        {
            if (!ClockDefinition<TOrder>.HasClock(ref log.Events[to], tree))
            {
                continue;
            }

            Require(!order.Has(to, to), "the model's order has no cycle", to);
            for (int from = 0; from < log.Count; from++)
            {
                if (log.Events[from].Kind == EventKind.Write)
                {
                    bool before = log.IsBefore(from, ref log.Events[to].Before);
                    if (before != (order.Has(from, to) || from == to))
                    {
                        Require(false, $"its clock says whether write {from} is before it", to);
                    }
                }
            }
        }
    }

    private static bool IsBelow(Vector256<byte> a, Vector256<byte> b) => Vector256.Max(a, b) == b;
}
