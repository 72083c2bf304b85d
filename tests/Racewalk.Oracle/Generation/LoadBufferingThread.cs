using System.Collections.Immutable;
using Racewalk.Executions;
using Racewalk.Oracle.Language;

namespace Racewalk.Oracle.Generation;

/// <summary>
/// A thread that is prone to load buffering: reads, then perhaps a store that the thread reads back, a barrier or a branch, then stores
/// of what was read. Now and then neighbours change places.
/// </summary>
internal static class LoadBufferingThread
{
    private static readonly InstructionMix Mix = new() { AddressDependency = 15, DataDependency = 70, Annotated = 20 };

    /// <summary>Makes one.</summary>
    public static ImmutableArray<Instruction> Make(ProgramDraft program)
    {
        SplitMix64 random = program.Random;
        var body = new BodyDraft(program, Mix, -1);
        AddHead(body, random, program);
        int middle = random.Below(10);
        if (middle < 5)
        {
            // Forwarding: the read gets the value before the store is seen by others.
            int location = program.PickLocation();
            body.Add(new Store(location, random.Percent(40) ? body.PickValue() : random.Between(1, 3), body.StoreAccess()));
            body.AddLoad(location, body.LoadAccess());
        }
        else if (middle < 6)
        {
            body.Add(new Fence(random.Of(FenceKind.Load, FenceKind.Store, FenceKind.ContextSync, FenceKind.Full)));
        }
        else if (middle < 7)
        {
            body.AddRmw(program.PickLocation(), Access.Atomic | random.Of(Access.Release, Access.Release, Access.Acquire, Access.None));
        }

        int stores = random.Percent(25) ? 2 : 1;
        for (int i = 0; i < stores; i++)
        {
            body.Add(new Store(body.PickLocation(), body.PickValue(), body.StoreAccess()));
        }

        return Shuffle(body.Code, random);
    }

    private static void AddHead(BodyDraft body, SplitMix64 random, ProgramDraft program)
    {
        int loads = random.Percent(35) ? 2 : 1;
        for (int i = 0; i < loads; i++)
        {
            if (random.Percent(12))
            {
                Access access = random.Of(Access.Atomic, Access.Atomic, Access.Exclusive) | random.Of(Access.Release, Access.None);
                body.AddRmw(program.PickLocation(), access);
            }
            else
            {
                body.AddLoad(body.PickLocation(), body.LoadAccess());
            }
        }
    }

    private static ImmutableArray<Instruction> Shuffle(ImmutableArray<Instruction> code, SplitMix64 random)
    {
        Instruction[] shuffled = [.. code];
        for (int i = 1; i < shuffled.Length; i++)
        {
            if (random.Percent(12))
            {
                (shuffled[i - 1], shuffled[i]) = (shuffled[i], shuffled[i - 1]);
            }
        }

        return [.. shuffled];
    }
}
