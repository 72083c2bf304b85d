using Racewalk.Exploration.Paths;
using Racewalk.Programs;

namespace Racewalk.Exploration.Walks;

/// <summary>A search that somebody else leads forward: events are added one at a time, and none is ever revisited.</summary>
internal interface IWalkSearch
{
    /// <summary>The number of threads.</summary>
    int ThreadCount { get; }

    /// <summary>Whether the model has executions that cannot be built forward: those with a cycle in program order and reads-from.</summary>
    bool HasLoadBuffering { get; }

    /// <summary>What the threads were seen to do about grace periods.</summary>
    GracePeriodWatch Watch { get; }

    /// <summary>How much there is, for <see cref="CutTo"/>.</summary>
    int Length { get; }

    /// <summary>The event added last: the search's own number.</summary>
    int Last { get; }

    /// <summary>Goes back to the empty graph and takes another visitor.</summary>
    void BeginWalk(IExecutionVisitor? visitor);

    /// <summary>Finds out what every thread does next. Returns the threads that can add an event, bit t for thread t.</summary>
    uint Learn();

    /// <summary>Finds out what a thread does next, and whether it is blocked.</summary>
    bool IsBlocked(int thread);

    /// <summary>What a thread's next operation is.</summary>
    OperationKind NextKind(int thread);

    /// <summary>What comes after a write in coherence at the location of a thread's next operation, -1 for the initial value; -1 if nothing does.</summary>
    int SuccessorOf(int thread, int write);

    /// <summary>Whether a thread is blocked since its loop went round without effect.</summary>
    bool HasSpun(int thread);

    /// <summary>Finds the alternatives of a thread's next event that are consistent, the newest write first.</summary>
    /// <param name="thread">The thread.</param>
    /// <param name="newestOnly">Whether a read takes the newest write only, and a write becomes the newest: an interleaving.</param>
    /// <param name="found">Receives them.</param>
    void FindAlternatives(int thread, bool newestOnly, List<WalkAlternative> found);

    /// <summary>Adds a thread's next event; a read-modify-write is added whole.</summary>
    void Take(int thread, WalkAlternative alternative);

    /// <summary>Takes away what was added since there was so much.</summary>
    void CutTo(int length);

    /// <summary>What stands for the graph as it is, in whichever order it was built.</summary>
    UInt128 Key();

    /// <summary>Judges and counts the execution. False if it is none: its grace periods contradict it, or a filter of the model does.</summary>
    bool Visit();

    /// <summary>Forgets operations of threads if too many are known.</summary>
    void Forget();
}

/// <summary>What a thread's next event may be.</summary>
/// <param name="Choice">The write read, the write that a write comes after, the alternative chosen, the interrupt taken: the search's own number.</param>
/// <param name="GoesOn">Whether the operation is satisfied with it: the thread may go on.</param>
internal readonly record struct WalkAlternative(int Choice, bool GoesOn);
