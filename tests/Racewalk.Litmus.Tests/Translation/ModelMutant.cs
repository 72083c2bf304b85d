using Racewalk.Litmus.Checking;
using Racewalk.Litmus.Syntax;
using Racewalk.Litmus.Tests.Conformance;
using Racewalk.Models.Cat;

namespace Racewalk.Litmus.Tests.Translation;

/// <summary>A built-in model with a clause changed, to see which test knows the difference.</summary>
internal static class ModelMutant
{
    /// <summary>Whether some execution of one of the project's own tests satisfies its condition.</summary>
    /// <param name="test">The test's name.</param>
    /// <param name="model">The model.</param>
    public static bool IsReachable(string test, CatModel model)
    {
        LitmusResult result = LitmusChecker.Check(LitmusReader.Load(OwnTables.PathOf(test)), model);
        Assert.Empty(result.Bounds);
        Assert.Empty(result.Mistakes);
        Assert.Empty(result.Warnings);
        return result.Positive > 0;
    }

    /// <summary>The model with parts of its text replaced.</summary>
    /// <param name="model">The built-in model.</param>
    /// <param name="changes">What is replaced, which must be there once, and by what.</param>
    public static CatModel Of(string model, params IEnumerable<(string Clause, string By)> changes)
    {
        using Stream stream = typeof(BuiltInModels).Assembly.GetManifestResourceStream($"Racewalk.Models.BuiltIn.{model}.cat")!;
        string text = new StreamReader(stream).ReadToEnd();
        foreach ((string clause, string by) in changes)
        {
            Assert.Equal(2, text.Split(clause).Length);
            text = text.Replace(clause, by, StringComparison.Ordinal);
        }

        return CatModel.Parse($"{model}.cat", text, new CatOptions { CallerChooses = BuiltInModels.ChosenBySearch });
    }
}
