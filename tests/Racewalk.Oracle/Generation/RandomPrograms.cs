using System.Globalization;
using Racewalk.Oracle.Language;

namespace Racewalk.Oracle.Generation;

/// <summary>Makes random programs: small enough to enumerate, and prone to what their profile is about.</summary>
public static class RandomPrograms
{
    private static readonly InstructionMix Mixed = new() { Rmw = 14, Fence = 10, If = 8, Assume = 2, Choose = 3, Await = 3 };

    private static readonly InstructionMix Dependent = new()
    {
        Rmw = 5,
        Fence = 8,
        If = 10,
        AddressDependency = 35,
        DataDependency = 60,
        Annotated = 15,
    };

    private static readonly InstructionMix Awaiting = new()
    {
        Load = 28,
        Store = 34,
        Rmw = 6,
        Fence = 6,
        Await = 15,
        Lock = 14,
        If = 3,
        AddressDependency = 5,
    };

    private static readonly InstructionMix Interrupting = new()
    {
        Load = 26,
        Store = 28,
        Rmw = 6,
        Fence = 5,
        If = 4,
        Choose = 4,
        Await = 3,
        Send = 14,
        Poll = 16,
        Annotated = 10,
    };

    private static readonly InstructionMix Reading = new() { Rmw = 4, Fence = 5, If = 4, AddressDependency = 5, Annotated = 10 };

    private static readonly InstructionMix Freed = new() { Rmw = 10, Fence = 8, If = 6, Await = 3, AddressDependency = 15, Freeing = 60 };

    private static readonly InstructionMix Atomic = new() { Load = 18, Store = 10, Rmw = 45, Fence = 4, If = 14, Await = 4, Lock = 8, Annotated = 45 };

    private static readonly InstructionMix Chained = new() { Load = 40, Store = 60, Annotated = 30, DataDependency = 60 };

    private static readonly InstructionMix Handling = new() { Rmw = 8, Fence = 4, If = 4, Choose = 2, Send = 3, Annotated = 10 };

    /// <summary>All profiles.</summary>
    public static IReadOnlyList<ProgramProfile> Profiles { get; } = Enum.GetValues<ProgramProfile>();

    /// <summary>The program that a profile and a seed name, always the same.</summary>
    /// <param name="profile">The kind of program.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="dialect">Whose barriers and annotations it has.</param>
    public static TestProgram Generate(ProgramProfile profile, ulong seed, ProgramDialect dialect = ProgramDialect.Arm)
    {
        // Seeds count up; mixing them with the profile keeps the profiles' programs apart.
        var random = new SplitMix64(new SplitMix64(seed + ((ulong)profile << 56)).Next());
        ProgramDraft draft = profile switch
        {
            ProgramProfile.SmallMixed => FromMix(random, Mixed, random.Between(2, 3), 10),
            ProgramProfile.Dependencies => FromMix(random, Dependent, random.Between(3, 4), 11),
            ProgramProfile.LoadBuffering => LoadBuffering(random),
            ProgramProfile.Awaits => FromMix(random, Awaiting, random.Between(2, 3), 10),
            ProgramProfile.Interrupts => Interrupts(random),
            ProgramProfile.Rcu => FromMix(random, Reading, random.Between(2, 3), 9),
            ProgramProfile.Freeing => FromMix(random, Freed, random.Between(2, 3), 10),
            ProgramProfile.Atomics => FromMix(random, Atomic, random.Between(2, 3), 8),
            ProgramProfile.AtomicChains => AtomicChains(random),
            _ => throw new ArgumentOutOfRangeException(nameof(profile)),
        };
        TestProgram program = draft.Finish(string.Create(CultureInfo.InvariantCulture, $"{profile}-{seed}"));
        var translator = new DialectTranslator(dialect, random);
        return translator.Translate(profile == ProgramProfile.Rcu ? translator.AddRcu(program) : program);
    }

    private static ProgramDraft FromMix(SplitMix64 random, InstructionMix mix, int threads, int most)
    {
        var draft = new ProgramDraft(random, threads, random.Percent(60) ? 2 : 3);
        int longest = most / threads;
        for (int thread = 0; thread < threads; thread++)
        {
            draft.AddThread(new BodyDraft(draft, mix, -1).Fill(random.Between(Math.Max(2, longest - 2), longest)).Code);
        }

        return draft;
    }

    private static ProgramDraft LoadBuffering(SplitMix64 random)
    {
        int threads = random.Between(2, 3);
        var draft = new ProgramDraft(random, threads, random.Percent(70) ? 3 : 2);
        for (int thread = 0; thread < threads; thread++)
        {
            draft.AddThread(LoadBufferingThread.Make(draft));
        }

        return draft;
    }

    private static ProgramDraft AtomicChains(SplitMix64 random)
    {
        var draft = new ProgramDraft(random, 2, 3);
        int location = random.Below(3);
        for (int thread = 0; thread < 2; thread++)
        {
            var body = new BodyDraft(draft, Chained, -1);
            if (random.Percent(70))
            {
                body.AddLoad(body.PickLocation(), body.LoadAccess());
            }

            for (int count = random.Between(1, 2); count > 0; count--)
            {
                body.AddWritingRmw(random.Percent(85) ? location : body.PickLocation(), body.RmwAccess());
            }

            draft.AddThread(body.Fill(body.Length + random.Between(0, 1)).Code);
        }

        return draft;
    }

    private static ProgramDraft Interrupts(SplitMix64 random)
    {
        int threads = random.Between(2, 3);
        int handlers = random.Percent(35) ? 2 : 1;
        var draft = new ProgramDraft(random, threads, random.Percent(60) ? 2 : 3, handlers);
        int sender = random.Below(threads);
        for (int thread = 0; thread < threads; thread++)
        {
            var body = new BodyDraft(draft, Interrupting, -1);
            body.Fill(random.Between(1, threads == 2 ? 3 : 2));
            if (thread == sender)
            {
                // At least one interrupt that crosses threads.
                draft.Sends++;
                body.Add(new Send((thread + random.Between(1, threads - 1)) % threads, random.Below(handlers)));
            }

            draft.AddThread(body.Fill(body.Length + random.Between(0, 1)).Code);
        }

        for (int handler = 0; handler < handlers; handler++)
        {
            draft.AddHandler(new BodyDraft(draft, Handling, handler).Fill(random.Between(1, 2)).Code);
        }

        return draft;
    }
}
