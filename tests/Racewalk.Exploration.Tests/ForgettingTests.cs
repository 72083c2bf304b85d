using Racewalk.Classics;
using Racewalk.Programs;
using static Racewalk.Exploration.Tests.Short;

namespace Racewalk.Exploration.Tests;

// What is known of threads may be forgotten at any time between executions, and changes nothing.
public sealed class ForgettingTests
{
    private static readonly ExplorationOptions s_forgetting = new() { KnownOperations = 1, ChecksInvariants = true };

    public static TheoryData<string, string> Programs
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (string engine in (string[])["sc", "tso", "armv8", Engines.ScByGraphs, Engines.TsoByGraphs])
            {
                foreach (string program in (string[])["ainc(5)", "lastzero(5)", "ms-queue(rdwr2)", "mutex(2)", "ttaslock(3)", "seqlock-atomic(r2w1)"])
                {
                    data.Add(engine, program);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void Explore_ForgettingAllTheTime_FindsTheSame(string engine, string program)
    {
        ExplorationResult remembering = Engines.Explore(engine, Find(program));
        ExplorationResult forgetting = Engines.Explore(engine, Find(program), null, s_forgetting);
        Assert.Equal(
            (remembering.Executions, remembering.Blocked, remembering.Cut, string.Join(';', remembering.Bounds)),
            (forgetting.Executions, forgetting.Blocked, forgetting.Cut, string.Join(';', forgetting.Bounds)));
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void Explore_ForgettingAllTheTime_RunsThreadsAgain(string engine)
    {
        Assert.True(Runs(engine, s_forgetting) > 2 * Runs(engine, new ExplorationOptions()));
    }

    private static int Runs(string engine, ExplorationOptions options)
    {
        int runs = 0;
        ThreadBody counted = t =>
        {
            runs++;
            t.Store(X, t.Load(X) + 1);
        };
        Engines.Explore(engine, Program(counted, counted, counted, counted), null, options);
        return runs;
    }

    private static CheckedProgram Find(string name) => name == "ainc(5)" ? Counters.Ainc(5) : ClassicPrograms.Make(name);
}
