using System.Collections.Immutable;
using Racewalk.Oracle.Language;

namespace Racewalk.Oracle.Unfolding;

/// <summary>An upper bound on how many interrupts of each handler each thread can be sent.</summary>
internal sealed class SendBound
{
    private readonly int[,] _bound;

    /// <summary>Computes the bound, counting both sides of every branch.</summary>
    public SendBound(TestProgram program)
    {
        int threads = program.Threads.Length;
        _bound = new int[threads, program.Handlers.Length];
        Any = ProgramRules.ContainsSend(program);
        foreach (ImmutableArray<Instruction> thread in program.Threads)
        {
            Count(thread, 1);
        }

        // A handler sends only handlers of higher number, so how often it runs is known when its turn comes.
        for (int handler = 0; handler < program.Handlers.Length; handler++)
        {
            int runs = 0;
            for (int thread = 0; thread < threads; thread++)
            {
                runs += _bound[thread, handler];
            }

            Count(program.Handlers[handler], runs);
        }
    }

    /// <summary>Whether the program contains a send at all, so that its threads idle.</summary>
    public bool Any { get; }

    /// <summary>The number of handlers.</summary>
    public int Handlers => _bound.GetLength(1);

    /// <summary>How many interrupts of a handler a thread can be sent at most.</summary>
    public int Of(int thread, int handler) => _bound[thread, handler];

    private void Count(ImmutableArray<Instruction> body, int times)
    {
        foreach (Instruction instruction in body)
        {
            if (instruction is Send send)
            {
                _bound[send.Target, send.Handler] += times;
            }
            else if (instruction is If branch)
            {
                Count(branch.Then, times);
                Count(branch.Else, times);
            }
        }
    }
}
