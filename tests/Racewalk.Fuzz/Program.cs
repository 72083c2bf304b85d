using System.Globalization;
using Racewalk.Fuzz;
using Racewalk.Models;
using Racewalk.Oracle;
using Racewalk.Oracle.Generation;
using Racewalk.Oracle.Language;

// fuzz [profile] [first seed] [count] [engine]: compares explorers with the enumerator on random programs; shrinks the first that differs. With "symmetry" as the engine it compares the
// reduction by symmetry with the search without.
string profileName = args.Length > 0 ? args[0] : "all";
ulong first = args.Length > 1 ? ulong.Parse(args[1], CultureInfo.InvariantCulture) : 0;
ulong count = args.Length > 2 ? ulong.Parse(args[2], CultureInfo.InvariantCulture) : 1000;
IReadOnlyList<Engine> engines = [.. Engine.All.Where(e => args.Length <= 3 || e.Name == args[3])];
int failures = 0;
if (args.Length > 3 && args[3] == "symmetry")
{
    foreach (ProgramProfile profile in RandomPrograms.Profiles.Where(p => profileName == "all" || p.ToString() == profileName))
    {
        failures += CompareSymmetry(profile, first, count);
    }

    return failures == 0 ? 0 : 1;
}

foreach ((ProgramProfile profile, ProgramDialect dialect) in RandomPrograms.Profiles
    .Where(p => profileName == "all" || p.ToString() == profileName)
    .SelectMany(p => engines.Select(e => e.Dialect).Distinct().Select(d => (p, d))))
{
    IReadOnlyList<Engine> spoken = [.. engines.Where(e => e.Dialect == dialect)];
    long compared = 0;
    long rejected = 0;
    long inconclusive = 0;
    for (ulong seed = first; seed < first + count && failures < 3; seed++)
    {
        TestProgram program = RandomPrograms.Generate(profile, seed, dialect);
        OracleResult result = Enumerator.Enumerate(program, [.. spoken.Select(e => e.Oracle).Distinct()], OracleOptions.Quick);
        if (result.IsRejected)
        {
            rejected++;
            continue;
        }

        compared++;
        foreach (Engine engine in spoken)
        {
            if (Differential.Compare(program, engine, result.Complete(engine.Oracle), out Comparison comparison) is null)
            {
                inconclusive += comparison.IsInconclusive ? 1 : 0;
                continue;
            }

            failures++;
            TestProgram smallest = Shrinker.Shrink(program, p => Fails(p, engine));
            Console.WriteLine($"== {profile} {seed} ==\n{ProgramPrinter.Print(smallest)}");
            Console.WriteLine(Differential.Compare(smallest, engine, Enumerator.Enumerate(smallest, [engine.Oracle]).Complete(engine.Oracle), out _));
            break;
        }
    }

    Console.WriteLine($"{profile}, {dialect}: {compared} compared, {rejected} rejected as too large, {inconclusive} inconclusive");
}

return failures == 0 ? 0 : 1;

static bool Fails(TestProgram program, Engine engine)
{
    OracleResult result = Enumerator.Enumerate(program, [engine.Oracle], OracleOptions.Quick);
    return !result.IsRejected && Differential.Compare(program, engine, result.Complete(engine.Oracle), out _) is not null;
}

static int CompareSymmetry(ProgramProfile profile, ulong first, ulong count)
{
    const long Most = 20_000;
    int failures = 0;
    long compared = 0;
    for (ulong seed = first; seed < first + count && failures < 3; seed++)
    {
        TestProgram program = SymmetryComparison.WithCopies(RandomPrograms.Generate(profile, seed, ProgramDialect.Arm), seed);
        foreach (MemoryModel model in (MemoryModel[])[MemoryModel.Sc, MemoryModel.Tso])
        {
            if (program.Handlers.Length > 0)
            {
                continue;
            }

            string? difference = SymmetryComparison.Compare(() => ProgramRunner.ToChecked(program), model, Most, out bool isCompared);
            compared += isCompared ? 1 : 0;
            if (difference is not null)
            {
                failures++;
                TestProgram smallest = Shrinker.Shrink(
                    program, p => p.Handlers.Length == 0 && SymmetryComparison.Compare(() => ProgramRunner.ToChecked(p), model, Most, out _) is not null);
                Console.WriteLine($"== {profile} {seed} {model.Name} ==\n{ProgramPrinter.Print(smallest)}");
                Console.WriteLine(SymmetryComparison.Compare(() => ProgramRunner.ToChecked(smallest), model, Most, out _) ?? difference);
            }
        }
    }

    Console.WriteLine($"{profile}: {compared} compared");
    return failures;
}
