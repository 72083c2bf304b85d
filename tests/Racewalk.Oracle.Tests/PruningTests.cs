using Racewalk.Oracle.Axioms;
using Racewalk.Oracle.Generation;
using Racewalk.Oracle.Language;

namespace Racewalk.Oracle.Tests;

// What is left out early would not have been found in the end.
public sealed class PruningTests
{
    public static TheoryData<ProgramProfile> Profiles => [.. RandomPrograms.Profiles];

    [Theory]
    [MemberData(nameof(Profiles))]
    public void PruningChangesNothing(ProgramProfile profile)
    {
        var pruned = new OracleOptions { IncludeBlocked = true };
        var full = new OracleOptions
        {
            MaxCandidates = 4_000,
            MaxCombinations = 4_000,
            MaxUnfoldings = 500,
            IncludeBlocked = true,
            Prune = false,
        };
        int compared = 0;
        for (ulong seed = 0; seed < 150; seed++)
        {
            TestProgram program = RandomPrograms.Generate(profile, seed);
            OracleResult expected = Enumerator.Enumerate(program, null, full);
            if (expected.IsRejected)
            {
                continue;
            }

            OracleResult actual = Enumerator.Enumerate(program, null, pruned);
            Assert.False(actual.IsRejected);
            compared++;
            foreach (OracleModel model in OracleModel.All)
            {
                Assert.True(expected.Complete(model).SetEquals(actual.Complete(model)), $"{model}\n{program}");
                Assert.True(expected.Deadlocked(model).SetEquals(actual.Deadlocked(model)), $"{model}\n{program}");
            }
        }

        Assert.True(compared > 30, $"only {compared} were small enough");
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void WeakerModelsAllowWhatScAllows(ProgramProfile profile)
    {
        for (ulong seed = 1000; seed < 1500; seed++)
        {
            TestProgram program = RandomPrograms.Generate(profile, seed);
            OracleResult result = Enumerator.Enumerate(program, null, OracleOptions.Quick);
            if (!result.IsRejected)
            {
                Assert.True(result.Complete(OracleModel.Sc).IsSubsetOf(result.Complete(OracleModel.Tso)), program.ToString());
                Assert.True(result.Complete(OracleModel.Sc).IsSubsetOf(result.Complete(OracleModel.Armv8)), program.ToString());
            }
        }
    }
}
