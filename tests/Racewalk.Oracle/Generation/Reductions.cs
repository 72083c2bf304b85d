using System.Collections.Immutable;
using Racewalk.Oracle.Language;

namespace Racewalk.Oracle.Generation;

/// <summary>The programs that are one step simpler than another, the boldest steps first. Every chain of steps ends.</summary>
internal static class Reductions
{
    /// <summary>The reductions of a program.</summary>
    public static IEnumerable<TestProgram> Of(TestProgram program)
    {
        for (int thread = 0; thread < program.Threads.Length && program.Threads.Length > 1; thread++)
        {
            yield return WithoutThread(program, thread);
        }

        // Only the last handler: the others' numbers stay.
        int last = program.Handlers.Length - 1;
        if (last >= 0)
        {
            Func<Send, Send?> drop = send => send.Handler == last ? null : send;
            yield return program with
            {
                Threads = [.. program.Threads.Select(body => MapSends(body, drop))],
                Handlers = [.. program.Handlers.Take(last).Select(body => MapSends(body, drop))],
            };
        }

        for (int thread = 0; thread < program.Threads.Length; thread++)
        {
            foreach (ImmutableArray<Instruction> body in OfBody(program.Threads[thread]))
            {
                yield return program with { Threads = program.Threads.SetItem(thread, body) };
            }
        }

        for (int handler = 0; handler < program.Handlers.Length; handler++)
        {
            foreach (ImmutableArray<Instruction> body in OfBody(program.Handlers[handler]))
            {
                yield return program with { Handlers = program.Handlers.SetItem(handler, body) };
            }
        }

        for (int location = 0; location < program.Initial.Length; location++)
        {
            if (program.Initial[location] != 0)
            {
                yield return program with { Initial = program.Initial.SetItem(location, 0) };
            }
        }
    }

    private static TestProgram WithoutThread(TestProgram program, int thread)
    {
        Send? Renumber(Send send) =>
            send.Target == thread ? null : send.Target > thread ? send with { Target = send.Target - 1 } : send;
        return program with
        {
            Threads = [.. program.Threads.RemoveAt(thread).Select(body => MapSends(body, Renumber))],
            Handlers = [.. program.Handlers.Select(body => MapSends(body, Renumber))],
        };
    }

    private static ImmutableArray<Instruction> MapSends(ImmutableArray<Instruction> body, Func<Send, Send?> map)
    {
        ImmutableArray<Instruction>.Builder result = ImmutableArray.CreateBuilder<Instruction>();
        foreach (Instruction instruction in body)
        {
            Instruction? mapped = instruction switch
            {
                Send send => map(send),
                If branch => branch with { Then = MapSends(branch.Then, map), Else = MapSends(branch.Else, map) },
                _ => instruction,
            };
            if (mapped is not null)
            {
                result.Add(mapped);
            }
        }

        return result.ToImmutable();
    }

    private static IEnumerable<ImmutableArray<Instruction>> OfBody(ImmutableArray<Instruction> body)
    {
        for (int i = 0; i < body.Length; i++)
        {
            yield return body.RemoveAt(i);
        }

        for (int i = 0; i < body.Length; i++)
        {
            if (body[i] is If branch)
            {
                yield return body.RemoveAt(i).InsertRange(i, branch.Then);
                yield return body.RemoveAt(i).InsertRange(i, branch.Else);
                foreach (ImmutableArray<Instruction> then in OfBody(branch.Then))
                {
                    yield return body.SetItem(i, branch with { Then = then });
                }

                foreach (ImmutableArray<Instruction> otherwise in OfBody(branch.Else))
                {
                    yield return body.SetItem(i, branch with { Else = otherwise });
                }
            }

            foreach (Instruction simpler in InstructionReductions.Of(body[i]))
            {
                yield return body.SetItem(i, simpler);
            }
        }
    }
}
