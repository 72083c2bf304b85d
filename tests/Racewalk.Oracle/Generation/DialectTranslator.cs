using System.Collections.Immutable;
using Racewalk.Executions;
using Racewalk.Oracle.Language;

namespace Racewalk.Oracle.Generation;

/// <summary>Turns a program with Arm's barriers and annotations into one with Power's or LKMM's, and puts RCU's sections and grace periods in.</summary>
internal sealed class DialectTranslator(ProgramDialect dialect, SplitMix64 random)
{
    private static readonly FenceKind[] s_power =
        [FenceKind.Full, FenceKind.LightSync, FenceKind.LightSync, FenceKind.LightSync, FenceKind.Eieio, FenceKind.ContextSync];

    private static readonly FenceKind[] s_lkmm =
    [
        FenceKind.Full, FenceKind.Full, FenceKind.ReadRead, FenceKind.ReadRead, FenceKind.Store, FenceKind.Store, FenceKind.BeforeAtomic,
        FenceKind.AfterAtomic, FenceKind.AfterSpinlock, FenceKind.AfterUnlockLock, FenceKind.SyncRcu,
    ];

    /// <summary>The program in the dialect.</summary>
    public TestProgram Translate(TestProgram program) => dialect == ProgramDialect.Arm ? program : program with
    {
        Threads = [.. program.Threads.Select(Translate)],
        Handlers = [.. program.Handlers.Select(Translate)],
    };

    /// <summary>The program with read-side sections around parts of some threads and with grace periods in others.</summary>
    public TestProgram AddRcu(TestProgram program)
    {
        ImmutableArray<ImmutableArray<Instruction>>.Builder threads = program.Threads.ToBuilder();
        int writer = random.Below(threads.Count);
        for (int thread = 0; thread < threads.Count; thread++)
        {
            if (thread == writer || random.Percent(15))
            {
                threads[thread] = threads[thread].Insert(random.Between(0, threads[thread].Length), new Fence(FenceKind.SyncRcu));
            }
            else
            {
                int sections = random.Percent(20) ? 2 : 1;
                for (int i = 0; i < sections; i++)
                {
                    int first = random.Below(threads[thread].Length);
                    int last = random.Between(first, threads[thread].Length - 1);
                    threads[thread] = threads[thread]
                        .Insert(last + 1, new Fence(FenceKind.RcuUnlock)).Insert(first, new Fence(FenceKind.RcuLock));
                }
            }
        }

        return program with { Threads = threads.ToImmutable() };
    }

    private ImmutableArray<Instruction> Translate(ImmutableArray<Instruction> body) => [.. body.SelectMany(Translate)];

    private IEnumerable<Instruction> Translate(Instruction instruction)
    {
        bool power = dialect == ProgramDialect.Power;
        switch (instruction)
        {
            case Load i:
                return After(i with { Access = Tag(i.Access) }, i.Access);
            case Await i:
                return After(i with { Access = Tag(i.Access) }, i.Access);
            case Store i when power && (i.Access & Access.Release) != 0:
                return [new Fence(FenceKind.LightSync), i with { Access = Access.None }];
            case Store i:
                return [i with { Access = Tag(i.Access) }];
            case Rmw i:
                return After(i with { Access = RmwTag(i.Access) }, i.Access);
            case AwaitRmw i:
                // How a lock is taken; the store of 0 that follows gives it back.
                return After(i with { Access = power ? Access.Exclusive : Access.Lock | Access.Acquire }, i.Access);
            case Fence i when i.Kind is not (FenceKind.SyncRcu or FenceKind.RcuLock or FenceKind.RcuUnlock):
                return [new Fence(power ? random.Of<FenceKind>(s_power) : random.Of<FenceKind>(s_lkmm))];
            case If i:
                return [i with { Then = Translate(i.Then), Else = Translate(i.Else) }];
            default:
                return [instruction];
        }
    }

    // Power's acquire is a barrier behind the access.
    private IEnumerable<Instruction> After(Instruction access, Access annotation) =>
        dialect == ProgramDialect.Power && (annotation & (Access.Acquire | Access.AcquirePc)) != 0
            ? [access, new Fence(random.Percent(60) ? FenceKind.LightSync : FenceKind.ContextSync)]
            : [access];

    private Access Tag(Access access)
    {
        if (dialect == ProgramDialect.Power)
        {
            return Access.None;
        }

        if ((access & Access.Release) != 0)
        {
            return random.Percent(30) ? Access.Unlock | Access.Release : Access.Release;
        }

        return access != Access.None ? Access.Acquire : random.Percent(12) ? Access.Plain : Access.None;
    }

    private Access RmwTag(Access access)
    {
        if (dialect == ProgramDialect.Power)
        {
            return Access.Exclusive;
        }

        return (access & (Access.Acquire | Access.Release)) switch
        {
            Access.Acquire | Access.Release => Access.FullBarrier,
            Access.None => random.Percent(40) ? Access.NoReturn : Access.None,
            Access tag => tag,
        };
    }
}
