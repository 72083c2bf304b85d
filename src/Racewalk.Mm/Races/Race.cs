using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Races;

/// <summary>
/// A scenario's actors, the memory that they work on and what must not come out: the part that does not depend on what it runs on. The checker explores it, <c>racewalk run</c> runs it.
/// </summary>
public abstract class Race
{
    /// <summary>What memory holds before anything runs.</summary>
    public abstract PhysicalMemory Memory { get; }

    /// <summary>The actors, one a CPU.</summary>
    public abstract IReadOnlyList<Actor> Actors { get; }

    /// <summary>Ways in which it can come out that must all be possible.</summary>
    public abstract IReadOnlyList<Behaviour> Behaviours { get; }

    /// <summary>What is broken when all actors have ended; null if nothing is.</summary>
    public abstract Breach? Judge(IOutcome outcome);
}

/// <summary>One of those that race.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Body">What it does on its CPU.</param>
public sealed record Actor(string Name, Action<Cpu> Body);

/// <summary>A way in which a race can come out.</summary>
/// <param name="Name">What happens.</param>
/// <param name="Happened">Whether it did.</param>
public sealed record Behaviour(string Name, Func<IOutcome, bool> Happened);

/// <summary>Something that must not happen, and did.</summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Message">What, in a sentence that stands on its own.</param>
public sealed record Breach(BreachKind Kind, string Message);

/// <summary>Kinds of things that must not happen.</summary>
public enum BreachKind
{
    /// <summary>Something is not as it must be.</summary>
    Assertion,

    /// <summary>Data were lost.</summary>
    LostData,

    /// <summary>Memory was used that had been freed.</summary>
    UseAfterFree,

    /// <summary>An access took a fault that nobody handles.</summary>
    UnhandledFault,
}

/// <summary>What can be seen when all actors have ended.</summary>
public interface IOutcome
{
    /// <summary>The last value of a word.</summary>
    ulong Final(ulong address);

    /// <summary>The last value that an actor showed under a name.</summary>
    bool TryGetObserved(int actor, string name, out ulong value);

    /// <summary>Whether an actor showed 1 under a name.</summary>
    bool Saw(int actor, string name) => TryGetObserved(actor, name, out ulong value) && value == 1;
}
