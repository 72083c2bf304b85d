using Racewalk.Executions;
using Racewalk.Oracle.Axioms;
using Racewalk.Oracle.Generation;
using Racewalk.Oracle.Language;
using Racewalk.Testing;
using static Racewalk.Oracle.Language.LocationExpression;
using static Racewalk.Oracle.Language.ValueExpression;
using static Racewalk.Oracle.Tests.Litmus;

namespace Racewalk.Oracle.Tests;

public sealed class GenerationTests
{
    public static TheoryData<ProgramProfile> Profiles => [.. RandomPrograms.Profiles];

    [Fact]
    public void RandomNumbersAreThoseOfTheAlgorithm()
    {
        // The published first outputs for seed 1234567.
        var random = new SplitMix64(1234567);
        Assert.Equal(6457827717110365317UL, random.Next());
        Assert.Equal(3203168211198807973UL, random.Next());
        Assert.Equal(9817491932198370423UL, random.Next());
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void SeedsNamePrograms(ProgramProfile profile)
    {
        string first = RandomPrograms.Generate(profile, 42).ToString();
        Assert.Equal(first, RandomPrograms.Generate(profile, 42).ToString());
        Assert.NotEqual(first, RandomPrograms.Generate(profile, 43).ToString());
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void ProgramsAreWellFormedAndMostlySmall(ProgramProfile profile)
    {
        int rejected = 0;
        for (ulong seed = 0; seed < 500; seed++)
        {
            TestProgram program = RandomPrograms.Generate(profile, seed);
            ProgramRules.Check(program);
            rejected += Enumerator.Enumerate(program, [], OracleOptions.Quick).IsRejected ? 1 : 0;
            if (profile == ProgramProfile.Interrupts)
            {
                Assert.True(ProgramRules.ContainsSend(program));
            }
        }

        Assert.InRange(rejected, 0, 60);
    }

    [Fact]
    public void ShrinkerLeavesWhatMatters()
    {
        // Shrinks to store buffering from anything that shows it.
        bool ShowsBuffering(TestProgram program)
        {
            OracleResult result = Enumerator.Enumerate(program, [OracleModel.Sc, OracleModel.Tso], OracleOptions.Quick);
            return !result.IsRejected && result.Complete(OracleModel.Sc).Count < result.Complete(OracleModel.Tso).Count;
        }

        int shrunk = 0;
        for (ulong seed = 0; seed < 60; seed++)
        {
            TestProgram program = RandomPrograms.Generate(ProgramProfile.SmallMixed, seed);
            if (ShowsBuffering(program))
            {
                shrunk++;
                TestProgram small = Shrinker.Shrink(program, ShowsBuffering);
                Assert.Equal(2, small.Threads.Length);
                Assert.All(small.Threads, thread => Assert.Equal([typeof(Store), typeof(Load)], thread.Select(i => i.GetType())));
            }
        }

        Assert.True(shrunk > 0);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void ReductionsArePrograms(ProgramProfile profile)
    {
        for (ulong seed = 0; seed < 100; seed++)
        {
            foreach (TestProgram smaller in Reductions.Of(RandomPrograms.Generate(profile, seed)))
            {
                ProgramRules.Check(smaller);
            }

            // Everything can go: shrinking ends with one empty thread.
            TestProgram nothing = Shrinker.Shrink(RandomPrograms.Generate(profile, seed), static _ => true);
            Assert.Empty(Assert.Single(nothing.Threads));
        }
    }

    [Fact]
    public void ProgramsPrint()
    {
        TestProgram program = Program(
            2,
            [
                Get(0, X, Access.Acquire),
                new If(Condition.Is(0, 1), [Put(After(Y, 0), Plus(0, 2), Access.Release)], [new Fence(FenceKind.Load)]),
                Cas(1, Indexed(X, 0), 1, Times(0, 2), Access.Atomic),
            ],
            [new Choose(0, 2), new Await(1, Y, Programs.AwaitKind.NotEqual, 0), new Poll()]);
        Assert.Equal(
            """
            litmus { x=0; y=0; }
            P0:
              r0 = x [Acquire]
              if (r0 == 1) {
                *(&y + (r0 ^ r0)) = r0 + 2 [Release]
              } else {
                fence Load
              }
              r1 = CompareExchange(*(&x + (r0 & 1)), 1, r0 * 0 + 2) [Atomic]
            P1:
              r0 = choose(2)
              r1 = await(y != 0)
              poll

            """,
            program.ToString());
    }
}
