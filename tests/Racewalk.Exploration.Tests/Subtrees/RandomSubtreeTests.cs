using Racewalk.Oracle;
using Racewalk.Oracle.Generation;
using Racewalk.Oracle.Language;

namespace Racewalk.Exploration.Tests.Subtrees;

// As SubtreeTests, on random programs: locks, awaits, interrupts, choices, load buffering, grace periods, freed memory.
public sealed class RandomSubtreeTests
{
    public static TheoryData<ProgramProfile, string> Runs
    {
        get
        {
            var runs = new TheoryData<ProgramProfile, string>();
            foreach (ProgramProfile profile in RandomPrograms.Profiles)
            {
                foreach (string engine in (string[])["sc", "tso", "armv8", "power", "lkmm", Engines.TsoByGraphs])
                {
                    runs.Add(profile, engine);
                }
            }

            return runs;
        }
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void Explore_Divided_VisitsTheSameInTheSameOrder(ProgramProfile profile, string engine)
    {
        ProgramDialect dialect = Engines.DialectOf(engine);
        int compared = 0;
        for (ulong seed = 0; seed < 40; seed++)
        {
            TestProgram program = RandomPrograms.Generate(profile, 500_000 + seed, dialect);
            if (!Engines.Explore(engine, ProgramRunner.ToChecked(program), null, new ExplorationOptions { MaxExecutions = 300 }).IsExhaustive)
            {
                continue;
            }

            compared++;
            SubtreeTests.AssertSame(engine, () => ProgramRunner.ToChecked(program), Team.Dividing);
            SubtreeTests.AssertSame(engine, () => ProgramRunner.ToChecked(program), Team.Dividing with { KnownOperations = 1, ChecksInvariants = false });
            if (seed % 10 == 0)
            {
                SubtreeTests.AssertSame(engine, () => ProgramRunner.ToChecked(program), Team.Of(3) with { DividesAlways = true });
            }
        }

        Assert.InRange(compared, 10, 40);
    }
}
