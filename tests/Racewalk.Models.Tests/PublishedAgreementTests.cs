using Racewalk.Executions;
using Racewalk.Models.Cat;
using Racewalk.Models.Cat.Evaluation;

namespace Racewalk.Models.Tests;

/// <summary>
/// What a large model defines does not depend on what is static, dynamic or known to be empty, over structures that no program has: each way is compiled
/// to another graph. Without the folders that <see cref="PublishedFiles"/> knows there is nothing to do.
/// </summary>
public sealed class PublishedAgreementTests
{
    private static readonly string[] s_files = ["sc.cat", "x86tso.cat", "x86tso-mixed.cat", "ppc.cat", "riscv.cat", "aarch64.cat", "linux-kernel.cat"];

    [Fact]
    public void Definitions_do_not_depend_on_what_is_static()
    {
        foreach (string file in s_files)
        {
            if (Load(file) is { } model)
            {
                int compared = Enumerable.Range(1, 6).Sum(seed => Compare(model, seed));
                Assert.True(compared > 100, $"{file}: {compared} definitions");
            }
        }
    }

    private static int Compare(CatModel model, int seed)
    {
        int count = seed % 2 == 0 ? 9 : 67;
        RandomStructure[] structures =
        [
            new(count, seed, _ => CatNature.Static),
            new(count, seed, _ => CatNature.Growing),
            new(count, seed, name => name is "rf" or "co" ? CatNature.Growing : CatNature.Static),
            new(count, seed, name => name.Length % 2 == 0 ? CatNature.Changing : CatNature.Static),
        ];
        CatEvaluation[] evaluations = Array.ConvertAll(structures, structure =>
        {
            CatEvaluation evaluation = model.CreateEvaluation();
            evaluation.Begin(structure);
            return evaluation;
        });
        IReadOnlyDictionary<string, PlannedNode> names = model.ProgramFor(structures[1]).Names;
        foreach (string name in names.Keys.Where(name => names[name].Stage == 0))
        {
            string[] values = Array.ConvertAll(evaluations, evaluation => Text(evaluation, name));
            Assert.True(Array.TrueForAll(values, value => value == values[0]), $"{model.Title}, seed {seed}: {name}");
        }

        return names.Count;
    }

    private static string Text(CatEvaluation evaluation, string name) =>
        evaluation.TryGetRelation(name, out EventMatrix? relation) ? Collector.Text(relation)
        : evaluation.TryGetSet(name, out EventBits? set) ? string.Join(',', set.Events())
        : "nothing";

    private static CatModel? Load(string file)
    {
        string? folder = file == "linux-kernel.cat" ? PublishedFiles.Linux : PublishedFiles.Herd;
        return folder is null || PublishedFiles.Herd is not { } herd ? null : CatModel.Load(Path.Combine(folder, file), Cat.Driven with
        {
            LibraryFolders = [herd],
            BellFile = file == "linux-kernel.cat" ? "linux-kernel.bell" : null,
        });
    }
}
