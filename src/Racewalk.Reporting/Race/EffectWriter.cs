using Racewalk.Executions;
using Racewalk.Exploration;
using Racewalk.Programs;

namespace Racewalk.Reporting.Race;

/// <summary>How much a reader needs to see of an event.</summary>
internal enum Weight
{
    /// <summary>Nothing: barriers, interrupts not taken, choices that went the usual way.</summary>
    Hidden,

    /// <summary>Only where there is nothing else to tell of the step: locks, interrupts sent.</summary>
    Noise,

    /// <summary>Accesses to locations that no other CPU uses.</summary>
    Private,

    /// <summary>Where CPUs meet.</summary>
    Meeting,
}

/// <summary>Says in words what an event does.</summary>
internal sealed class EffectWriter(RaceStory story, Meetings meetings, Func<ulong, ulong, string> format)
{
    /// <summary>How much an event is worth telling.</summary>
    public Weight WeightOf(ExecutionEvent e) => e.Kind switch
    {
        EventKind.Read or EventKind.Write when meetings.IsCallData(e.Operation.Address, out _) =>
            IsAnswer(e) ? Weight.Meeting : Weight.Hidden,
        EventKind.Read or EventKind.Write when meetings.IsLock(e.Operation.Address) => Weight.Noise,
        EventKind.Read when EscapedInvalidation.Of(story, e) is not null => Weight.Meeting,
        EventKind.Read or EventKind.Write => meetings.IsMeeting(e) ? Weight.Meeting : Weight.Private,
        EventKind.Poll => e.ReadsFrom >= 0 ? Weight.Meeting : Weight.Hidden,
        EventKind.Choice when Alternative(e) is { } text => text.Length > 0 ? Weight.Meeting : Weight.Hidden,
        EventKind.Choice => e.Value != 0 ? Weight.Private : Weight.Hidden,
        EventKind.Send or EventKind.Fault => Weight.Meeting,
        EventKind.Invalidate when Invalidated(e) is not null => Weight.Meeting,
        _ => Weight.Hidden,
    };

    /// <summary>What an event does; empty for the write part of a read-modify-write, which its read part tells.</summary>
    public string Describe(ExecutionEvent e)
    {
        ulong address = e.Operation.Address;
        return e.Kind switch
        {
            EventKind.Read or EventKind.Write when meetings.IsCallData(address, out int target) =>
                IsAnswer(e) ? $"{RaceStory.CpuName(target)} has run it" : "",
            EventKind.Read or EventKind.Write when meetings.IsLock(address) => DescribeLock(e),
            EventKind.Read => DescribeRead(e),
            EventKind.Write when e.RmwPartner < 0 => $"writes {Name(address)}={format(address, e.Value)}",
            EventKind.Poll when e.ReadsFrom >= 0 =>
                $"takes the interrupt of {RaceStory.CpuName(story.Execution.Events[e.ReadsFrom].Thread)}",
            EventKind.Choice => Alternative(e) ?? FormattableString.Invariant($"choice {e.Value}"),
            EventKind.Send => "interrupts " + RaceStory.CpuName((int)address),
            EventKind.Fault => $"takes {TranslationText.Fault((FaultClass)e.Operation.Operand)}",
            EventKind.Invalidate when Invalidated(e) is { } text => "invalidates " + text,
            _ => "",
        };
    }

    private string DescribeLock(ExecutionEvent e)
    {
        string lockClass = meetings.LockClass(e.Operation.Address);
        bool releases = e.Notes.OfType<LockNote>().Any(n => !n.Acquire && n.Address == e.Operation.Address);
        return (e.Kind, releases) switch
        {
            (EventKind.Write, true) => "releases " + lockClass,
            (EventKind.Read, false) when e.RmwPartner >= 0 => "takes " + lockClass,
            (EventKind.Read, false) when !e.Operation.Satisfies(e.Value) => "waits for " + lockClass,
            _ => "",
        };
    }

    private string DescribeRead(ExecutionEvent e)
    {
        ulong address = e.Operation.Address;
        string value = format(address, e.Value);
        return e switch
        {
            { Operation.Walk: not null, RmwPartner: >= 0 } =>
                $"{WalkFor(e)} updates {Name(address)} {value} -> {format(address, story.Execution.Events[e.RmwPartner].Value)}",
            { Operation.Walk: not null } => $"{WalkFor(e)} reads {Name(address)}={value}",
            { RmwPartner: >= 0 } => $"{Name(address)} {value} -> {format(address, story.Execution.Events[e.RmwPartner].Value)}",
            _ when !e.Operation.Satisfies(e.Value) => $"waits at {Name(address)}={value}",
            { Operation.Kind: OperationKind.Rmw } => $"reads {Name(address)}={value}, does not write",
            _ => $"reads {Name(address)}={value}",
        };
    }

    // The sender of a call sees its end: it reads what the other CPU wrote.
    private bool IsAnswer(ExecutionEvent e) => e.Kind == EventKind.Read && e.RmwPartner < 0 && e.ReadsFrom >= 0 &&
        meetings.IsCallData(e.Operation.Address, out int target) && target != e.Thread &&
        story.Execution.Events[e.ReadsFrom].Thread == target;

    // What was chosen, in the program's words; null if it has none.
    private static string? Alternative(ExecutionEvent choice) =>
        choice.Notes.OfType<ChoiceNote>().LastOrDefault() is { } note && choice.Value < (ulong)note.Alternatives.Length
            ? note.Alternatives[choice.Value]
            : null;

    // The first read of a walk says what the walk is for.
    private string WalkFor(ExecutionEvent e)
    {
        IReadOnlyList<int> events = story.Execution.Threads[e.Thread].Events;
        for (int i = e.Index; i >= 0; i--)
        {
            if (story.Execution.Events[events[i]].Notes.OfType<TranslationNote>().LastOrDefault() is { } note)
            {
                return $"{note.Text}: walk";
            }
        }

        return "walk";
    }

    // What a flush ends; it may take several invalidations, of which the first says it.
    private static string? Invalidated(ExecutionEvent e) => e.Notes.OfType<InvalidationNote>().LastOrDefault()?.Text;

    private string Name(ulong address) => story.Program.LocationName(address);
}
