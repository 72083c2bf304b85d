using System.Globalization;
using Racewalk.Fuzz;
using Racewalk.Models;
using Racewalk.Oracle;
using Racewalk.Oracle.Generation;
using Racewalk.Oracle.Language;

namespace Racewalk.Exploration.Tests.Symmetry;

// Random programs with copies of a thread: locks, awaits, choices, grace periods, freed memory. dotnet run --project tests/Racewalk.Fuzz PROFILE SEED 1 symmetry shrinks one.
public sealed class RandomSymmetryTests
{
    private const int Many = 100;

    public static TheoryData<ProgramProfile> Profiles => [.. RandomPrograms.Profiles.Where(static p => p != ProgramProfile.Interrupts)];

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Explore_CopiesOfAThread_VisitsOneOfEachClass(ProgramProfile profile)
    {
        int compared = 0;
        for (ulong seed = 0; seed < Many; seed++)
        {
            TestProgram program = SymmetryComparison.WithCopies(RandomPrograms.Generate(profile, seed, ProgramDialect.Arm), seed);
            foreach (MemoryModel model in (MemoryModel[])[MemoryModel.Sc, MemoryModel.Tso])
            {
                string? difference = SymmetryComparison.Compare(() => ProgramRunner.ToChecked(program), model, 5000, out bool isCompared);
                Assert.True(difference is null, string.Create(CultureInfo.InvariantCulture, $"{profile} {seed}: {difference}\n{ProgramPrinter.Print(program)}"));
                compared += isCompared ? 1 : 0;
            }
        }

        Assert.True(compared > Many, string.Create(CultureInfo.InvariantCulture, $"{compared} compared"));
    }
}
