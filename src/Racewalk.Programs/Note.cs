namespace Racewalk.Programs;

/// <summary>Information that a thread attaches to its next operation, for reports and properties. Equal runs give equal notes.</summary>
public abstract record Note;

/// <summary>The name of a loop, at its head.</summary>
/// <param name="Name">The loop's name.</param>
public sealed record LoopNote(string Name) : Note;

/// <summary>An access through a virtual address begins: a walk follows, then the access or a fault.</summary>
/// <param name="Text">What it is, such as <c>user store to user+0x1000</c>.</param>
public sealed record TranslationNote(string Text) : Note;

/// <summary>Translations are invalidated.</summary>
/// <param name="Text">Which, and where.</param>
public sealed record InvalidationNote(string Text) : Note;

/// <summary>What a thread that failed found.</summary>
/// <param name="Kind">What kind of violation.</param>
/// <param name="Message">What broke.</param>
public sealed record FailureNote(ViolationKind Kind, string Message) : Note;

/// <summary>A value that a property or a report may look at when the execution is complete.</summary>
/// <param name="Name">The value's name, unique in its thread; a later one of the same name replaces it.</param>
/// <param name="Value">The value.</param>
public sealed record ObservedNote(string Name, ulong Value) : Note;

/// <summary>What the alternatives of the choice that follows stand for.</summary>
/// <param name="Alternatives">One text an alternative; empty for one that goes the usual way and is not worth telling.</param>
public sealed record ChoiceNote(string[] Alternatives) : Note
{
    /// <summary>Stands before each grace period where the explorer looks for those that never end; the program does not make this choice.</summary>
    public static ChoiceNote GracePeriod { get; } = new(["", "waits for a grace period that never ends"]);

    /// <inheritdoc/>
    public bool Equals(ChoiceNote? other) => other is not null && Alternatives.AsSpan().SequenceEqual(other.Alternatives);

    /// <inheritdoc/>
    public override int GetHashCode() => string.Join('\n', Alternatives).GetHashCode(StringComparison.Ordinal);
}

/// <summary>A step of an actor begins.</summary>
/// <param name="Step">The step's name (a row of the race table).</param>
public sealed record StepNote(string Step) : Note;

/// <summary>A lock is about to be taken, or was given back.</summary>
/// <param name="LockClass">The lock's class.</param>
/// <param name="Address">The lock's address.</param>
/// <param name="Acquire">True before the acquire; false before the release.</param>
public sealed record LockNote(string LockClass, ulong Address, bool Acquire) : Note
{
    /// <summary>Whether the lock is only taken if it is free: then nobody waits for it while holding others.</summary>
    public bool IsTrylock { get; init; }
}

/// <summary>Another context goes on: an interrupt begins, a task has the CPU, or what was interrupted comes back.</summary>
/// <param name="Name">The context's name.</param>
public sealed record ContextNote(string Name) : Note;

/// <summary>The context masks something, or no longer.</summary>
/// <param name="Masked">What is masked from here on: <c>interrupts</c>, and the like; empty for nothing.</param>
public sealed record MaskNote(string Masked) : Note
{
    private static readonly string[] s_names = ["everything", "interrupts", "softirqs", "preemption"];

    // One note for each set of masks, as they are told in hot paths.
    private static readonly MaskNote[] s_notes =
        [.. Enumerable.Range(0, 16).Select(static set => new MaskNote(string.Join(", ", s_names.Where((_, bit) => (set & (1 << bit)) != 0))))];

    /// <summary>The note of a set of masks.</summary>
    public static MaskNote Of(bool everything, bool interrupts, bool softirqs, bool preemption) =>
        s_notes[(everything ? 1 : 0) | (interrupts ? 2 : 0) | (softirqs ? 4 : 0) | (preemption ? 8 : 0)];
}

/// <summary>The thread begins to wait, or looks again at what it waits for.</summary>
/// <param name="What">What for.</param>
/// <param name="Address">The word that has to change.</param>
/// <param name="CanSleep">Whether others can run on this CPU meanwhile, so that nobody is harmed if it takes long.</param>
public sealed record WaitNote(string What, ulong Address, bool CanSleep) : Note
{
    /// <summary>The context that waits.</summary>
    public string Context { get; init; } = "";

    /// <summary>The task that waits, where it is one of several on its CPU; otherwise empty.</summary>
    public string Task { get; init; } = "";

    /// <summary>The CPU that must do something; -1 if it is a lock or whoever writes the word.</summary>
    public int ForCpu { get; init; } = -1;

    /// <summary>Whether it waits in a fault handler.</summary>
    public bool IsInFaultHandler { get; init; }

    /// <summary>Whether an interrupt, or a task that is woken, may still come here: then nothing is stuck yet.</summary>
    public bool AwaitsMore { get; init; }

    /// <summary>Sleeping tasks that would preempt: the words that they wait for, with the values that wake them.</summary>
    public IReadOnlyList<WaitCondition> Wakes { get; init; } = [];

    /// <inheritdoc/>
    public bool Equals(WaitNote? other) => other is not null && What == other.What && Address == other.Address && CanSleep == other.CanSleep
        && Context == other.Context && Task == other.Task && ForCpu == other.ForCpu && IsInFaultHandler == other.IsInFaultHandler && AwaitsMore == other.AwaitsMore
        && Wakes.SequenceEqual(other.Wakes);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(What, Address, CanSleep, Context, Task);
}

/// <summary>What a violation is about. A verdict names it.</summary>
public enum ViolationKind
{
    /// <summary>An assertion of the program, or a property of the scenario, is false.</summary>
    Assertion,

    /// <summary>Memory was read or written after it was freed.</summary>
    UseAfterFree,

    /// <summary>Data was lost: a store that the scenario says must survive did not.</summary>
    LostData,

    /// <summary>Nothing can move, and what blocks reads the newest values.</summary>
    Deadlock,

    /// <summary>A CPU waits for itself: it takes a lock that it holds.</summary>
    SelfDeadlock,

    /// <summary>A CPU waits for an inter-processor interrupt while its own interrupts are off.</summary>
    IpiWaitWithInterruptsOff,

    /// <summary>Two accesses of one location, one of them plain and one a write, that nothing orders: the compiler may tear or repeat them.</summary>
    DataRace,

    /// <summary>Something that may sleep was done where the context must not: interrupts or preemption off, a spinlock held, an interrupt's handler.</summary>
    SleepingInAtomic,

    /// <summary>Somebody waits for a virtual CPU that the host has halted, where it cannot let others run.</summary>
    UnboundedWait,

    /// <summary>No violation: the host has halted the thread's virtual CPU for ever.</summary>
    Halted,

    /// <summary>The discipline of the machine was broken: an unlock of a lock not held, an unbalanced interrupt mask.</summary>
    Discipline,

    /// <summary>An access takes a fault that nobody handles.</summary>
    UnhandledFault,

    /// <summary>Two translations of one address that may not be live together can both be cached: break-before-make was needed.</summary>
    BreakBeforeMake,
}
