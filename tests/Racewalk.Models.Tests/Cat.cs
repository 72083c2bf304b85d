using Racewalk.Models.Cat;

namespace Racewalk.Models.Tests;

/// <summary>Short ways to evaluate a text.</summary>
internal static class Cat
{
    /// <summary>Options of a search that chooses co itself.</summary>
    public static CatOptions Driven { get; } = new() { CallerChooses = new HashSet<string>(StringComparer.Ordinal) { "co" } };

    public static CatEvaluation Evaluation(string text, ICatStructure structure, CatOptions? options = null)
    {
        CatEvaluation evaluation = CatModel.Parse("test.cat", text, options ?? CatOptions.Default).CreateEvaluation();
        evaluation.Begin(structure);
        return evaluation;
    }

    /// <summary>What is wrong with a text: when it is read, when it meets a structure, or when it is evaluated.</summary>
    public static CatException Problem(string text, ICatStructure structure, CatOptions? options = null) =>
        Assert.Throws<CatException>(() => Evaluation(text, structure, options).Complete());
}
