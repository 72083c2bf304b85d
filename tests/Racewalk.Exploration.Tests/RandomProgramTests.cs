using System.Globalization;
using Racewalk.Fuzz;
using Racewalk.Oracle;
using Racewalk.Oracle.Generation;
using Racewalk.Oracle.Language;
using Xunit.Abstractions;

namespace Racewalk.Exploration.Tests;

/// <summary>Programs that are made for executions with load buffering, under SC and TSO. Those take as long as all others.</summary>
public sealed class RandomLoadBufferingTests(ITestOutputHelper output) : RandomProgramTests(output)
{
    [Fact]
    public void Explore_RandomPrograms_AgreesWithEnumerator() => Compare(ProgramProfile.LoadBuffering, [.. Hardware.Where(static e => !IsOfArmv8(e.Engine))]);
}

/// <summary>The same programs under Armv8.</summary>
public sealed class RandomArmv8LoadBufferingTests(ITestOutputHelper output) : RandomProgramTests(output)
{
    [Fact]
    public void Explore_RandomPrograms_AgreesWithEnumerator() => Compare(ProgramProfile.LoadBuffering, [.. Hardware.Where(static e => IsOfArmv8(e.Engine))]);
}

/// <summary>Programs with dependencies.</summary>
public sealed class RandomDependencyTests(ITestOutputHelper output) : RandomProgramTests(output)
{
    [Fact]
    public void Explore_RandomPrograms_AgreesWithEnumerator() => Compare(ProgramProfile.Dependencies, Hardware);
}

/// <summary>All other programs.</summary>
public sealed class RandomHardwareProgramTests(ITestOutputHelper output) : RandomProgramTests(output)
{
    /// <summary>Every other profile.</summary>
    public static TheoryData<ProgramProfile> Profiles =>
        [.. RandomPrograms.Profiles.Where(static p => p is not (ProgramProfile.LoadBuffering or ProgramProfile.Dependencies))];

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Explore_RandomPrograms_AgreesWithEnumerator(ProgramProfile profile) => Compare(profile, Hardware);
}

/// <summary>Power, which is not multi-copy atomic, and whose programs have barriers of their own. The enumerator takes long for it, so there are fewer.</summary>
public sealed class RandomPowerProgramTests(ITestOutputHelper output) : RandomProgramTests(output)
{
    [Theory]
    [MemberData(nameof(AllProfiles))]
    public void Explore_RandomPrograms_AgreesWithEnumerator(ProgramProfile profile) => Compare(profile, ("power", 8), ("power-unchecked", 20));
}

/// <summary>The same of the kernel's model.</summary>
public sealed class RandomLkmmProgramTests(ITestOutputHelper output) : RandomProgramTests(output)
{
    [Theory]
    [MemberData(nameof(AllProfiles))]
    public void Explore_RandomPrograms_AgreesWithEnumerator(ProgramProfile profile) => Compare(profile, ("lkmm", 10), ("lkmm-unchecked", 20));
}

/// <summary>
/// Every explorer against the brute-force enumerator: the same set of complete executions, none twice, for every order of the threads. A failure
/// names the profile and the seed; <c>dotnet run --project tests/Racewalk.Fuzz PROFILE SEED 1 ENGINE</c> shrinks it.
/// </summary>
/// <remarks>Classes run side by side, the tests of one do not: each class has about as much to do.</remarks>
public abstract class RandomProgramTests(ITestOutputHelper output)
{
    /// <summary>Programs for each profile: with the seven profiles without RCU and frees, 29,000 for each model.</summary>
    private const int Many = 4200;

    /// <summary>
    /// The explorers of SC, TSO and Armv8, each with how much less than all programs it gets: those that forget what they know of the threads after almost every execution, and SC and TSO by their
    /// definitions, take longer. Those without checks of invariants leave out what nobody would look at.
    /// </summary>
    private protected static readonly (string Engine, int Part)[] Hardware =
    [
        ("sc", 1), ("tso", 1), ("armv8", 1), ("sc-forgetting", 10), ("tso-forgetting", 10), ("armv8-forgetting", 10), ("sc-graphs", 10), ("tso-graphs", 10),
        ("sc-unchecked", 4), ("tso-unchecked", 4), ("armv8-unchecked", 4),
    ];

    /// <summary>Every profile.</summary>
    public static TheoryData<ProgramProfile> AllProfiles => [.. RandomPrograms.Profiles];

    private protected static bool IsOfArmv8(string engine) => engine.StartsWith("armv8", StringComparison.Ordinal);

    /// <summary>Compares as many programs as there are of a profile; explorers of one dialect share the enumerator's work.</summary>
    private protected void Compare(ProgramProfile profile, params (string Engine, int Part)[] engines)
    {
        // Which of grace period and section comes first is asked of few relations, and freed memory ends threads where they branch: a tenth of the programs reaches all there is.
        int smallest = profile is ProgramProfile.Rcu or ProgramProfile.Freeing ? 10 : 1;
        RandomComparison[] comparisons = [.. engines.Select(e => new RandomComparison(Engine.All.Single(x => x.Name == e.Engine), Many / Math.Max(e.Part, smallest)))];
        for (ulong seed = 0; seed < comparisons.Max(static c => c.Count); seed++)
        {
            RandomComparison[] compared = [.. comparisons.Where(c => seed < c.Count)];
            TestProgram program = RandomPrograms.Generate(profile, seed, compared[0].Engine.Dialect);
            OracleResult result = Enumerator.Enumerate(program, [.. compared.Select(static c => c.Engine.Oracle).Distinct()], OracleOptions.Quick);
            foreach (RandomComparison comparison in compared)
            {
                string? difference = comparison.Compare(program, result);
                Assert.True(difference is null, string.Create(CultureInfo.InvariantCulture, $"{profile} {seed}: {difference}\n{ProgramPrinter.Print(program)}"));
            }
        }

        foreach (RandomComparison comparison in comparisons)
        {
            output.WriteLine(comparison.ToString());
            Assert.True(comparison.Compared >= comparison.Count * 9 / 10, comparison.ToString());

            // Around plain accesses load buffering is not followed, and then the result says so.
            string model = comparison.Engine.Oracle.Name;
            Assert.True(comparison.Inconclusive <= (model switch { "lkmm" => comparison.Count / 2, "armv8" or "power" => comparison.Count / 10, _ => 0 }), comparison.ToString());
            if (comparison.Engine.Name == "armv8" && profile == ProgramProfile.LoadBuffering)
            {
                Assert.True(comparison.WithHoles >= 500, comparison.ToString());
            }

            if (comparison.Count == Many && profile == ProgramProfile.Dependencies)
            {
                Assert.True(comparison.ThreeThreads >= 2000, comparison.ToString());
            }
        }
    }
}
