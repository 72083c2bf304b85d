using Racewalk.Executions;
using Racewalk.Exploration;
using Racewalk.Reporting.Race;

namespace Racewalk.Reporting.Graphs;

/// <summary>Writes an event as litmus tests have it: <c>R{acquire}[pmd]=0</c>; the two parts of a read-modify-write as one: <c>RMW{acquire}[count]=1→2</c>.</summary>
internal static class EventText
{
    private static readonly (Access Access, string Name)[] s_tags =
    [
        (Access.Walk, "walk"), (Access.Acquire, "acquire"), (Access.AcquirePc, "acquire-pc"), (Access.Release, "release"), (Access.Plain, "plain"), (Access.FullBarrier, "mb"),
        (Access.Lock, "lock"), (Access.Unlock, "unlock"), (Access.Exclusive, "exclusive"),
    ];

    /// <summary>What an event does.</summary>
    /// <param name="story">Names of places.</param>
    /// <param name="e">The event: a read, a write that is no part of a read-modify-write, or a barrier.</param>
    /// <param name="format">Writes a value at an address.</param>
    public static string Of(RaceStory story, ExecutionEvent e, Func<ulong, ulong, string> format)
    {
        if (e.Kind == EventKind.Fence)
        {
            return $"F{{{Fence(e.Operation.Fence)}}}";
        }

        ExecutionEvent? partner = e.RmwPartner < 0 ? null : story.Execution.Events[e.RmwPartner];
        Access access = e.Operation.Access | (partner?.Operation.Access ?? Access.None);
        string[] tags = [.. s_tags.Where(t => (access & t.Access) != 0).Select(static t => t.Name)];
        string braces = tags.Length == 0 ? "" : "{" + string.Join(',', tags) + "}";
        ulong address = e.Operation.Address;
        string place = $"{braces}[{story.Program.LocationName(address)}]=";
        return partner is not null
            ? $"RMW{place}{format(address, e.Value)}→{format(address, partner.Value)}"
            : $"{(e.Kind == EventKind.Write ? "W" : "R")}{place}{format(address, e.Value)}";
    }

    // In the words of those who wrote the code where they have one for all architectures.
    private static string Fence(FenceKind kind) => kind switch
    {
        FenceKind.Full => "mb",
        FenceKind.Load => "rmb",
        FenceKind.Store => "wmb",
        FenceKind.ContextSync => "isb",
        FenceKind.DsbFull => "dsb",
        FenceKind.DsbLoad => "dsb ld",
        FenceKind.DsbStore => "dsb st",
        FenceKind.LightSync => "lwsync",
        FenceKind.Eieio => "eieio",
        FenceKind.TlbSync => "tlbsync",
        _ => kind.ToString(),
    };
}
