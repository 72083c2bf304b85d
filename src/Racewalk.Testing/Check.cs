using Racewalk.Executions;
using Racewalk.Programs;

namespace Racewalk.Testing;

/// <summary>What threads, and <see cref="TestProgram.Final"/>, call beside accesses to memory.</summary>
public static class Check
{
    /// <summary>A property. In a thread it is a branch on what the flag comes from.</summary>
    /// <param name="holds">Whether it holds.</param>
    /// <param name="message">What is broken if it does not.</param>
    /// <exception cref="ModelMisuseException">Called outside the threads and Final.</exception>
    public static void That(Flag holds, string message)
    {
        Ambient now = Ambient.Current ?? throw new ModelMisuseException("Check.That is for threads and Final");
        if (now.Context is { } thread)
        {
            thread.Assert(holds, message);
        }
        else if (!holds.Value)
        {
            throw new BrokenPropertyException(message);
        }
    }

    /// <summary>The head of a loop that may go round without effect, such as one over CompareExchange. An iteration that reads exactly what the one before read waits here until one of its reads can change.</summary>
    /// <param name="name">The loop's name, for the message when the bound is reached.</param>
    public static void Loop(string name) => Ambient.Thread("Check.Loop").LoopHead(name);

    /// <summary>Spins until a condition holds. If it never can any more, that is a deadlock.</summary>
    /// <param name="condition">Reads shared memory.</param>
    /// <param name="name">The loop's name.</param>
    public static void SpinUntil(Func<Flag> condition, string name = "spin")
    {
        while (true)
        {
            Loop(name);
            if (condition())
            {
                return;
            }
        }
    }

    /// <summary>A free choice: every number from 0 to <paramref name="alternatives"/> - 1 is explored.</summary>
    /// <param name="alternatives">How many there are.</param>
    public static int Choose(int alternatives) => Ambient.Thread("Check.Choose").Choose(alternatives);

    /// <summary><see cref="Interlocked"/>.MemoryBarrier: DMB ISH; MFENCE or a locked instruction on x86.</summary>
    public static void MemoryBarrier() => Ambient.Thread("Check.MemoryBarrier").Fence(FenceKind.Full);

    /// <summary><see cref="Volatile"/>.ReadBarrier: DMB ISHLD; no instruction on x86.</summary>
    public static void ReadBarrier() => Ambient.Thread("Check.ReadBarrier").Fence(FenceKind.Load);

    /// <summary><see cref="Volatile"/>.WriteBarrier: DMB ISHST; no instruction on x86.</summary>
    public static void WriteBarrier() => Ambient.Thread("Check.WriteBarrier").Fence(FenceKind.Store);

    /// <summary>A step of the thread begins: a name for the race table.</summary>
    /// <param name="name">The name, such as <c>enqueue</c>.</param>
    public static void Step(string name) => Ambient.Thread("Check.Step").Add(new StepNote(name));
}
