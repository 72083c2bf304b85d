using System.Collections.Immutable;
using System.CommandLine;
using Racewalk.Litmus.Batches;
using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;
using Racewalk.Models;
using Racewalk.Models.Cat;

namespace Racewalk.Cli;

/// <summary>The options that choose a model for litmus tests.</summary>
internal sealed class LitmusModels
{
    private readonly Option<string?> _model = new("--model")
    {
        Description = "A built-in model or the path of a cat file, instead of the one that belongs to the test's dialect.",
        HelpName = "MODEL",
    };

    private readonly Option<string[]> _include = new("--include", "-I")
    {
        Description = "A folder with files that the cat file includes, such as herd7's libdir. May be repeated.",
        HelpName = "DIR",
    };

    private readonly Option<string?> _bell = new("--bell")
    {
        Description = "The bell file that defines the cat file's annotations.",
        HelpName = "FILE",
    };

    private readonly Option<string[]> _variant = new("--variant") { Description = "What a test of page tables assumes (vmsa, ets2, handled, …), or a variant that the cat file asks for. May be repeated.", HelpName = "NAME" };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_model);
        command.Add(_include);
        command.Add(_bell);
        command.Add(_variant);
    }

    /// <summary>The model for each dialect, as the command line says.</summary>
    /// <exception cref="UsageException">The model is unknown.</exception>
    public Func<LitmusProgram, CatModel> Choose(ParseResult parse)
    {
        string? name = parse.GetValue(_model);
        if (name is null || BuiltInModels.Names.Contains(name, StringComparer.Ordinal))
        {
            RejectUnknownVariants(parse);
        }

        if (name is null)
        {
            return LitmusEngines.BuiltInModelOf;
        }

        if (BuiltInModels.Names.Contains(name, StringComparer.Ordinal))
        {
            CatModel builtIn = BuiltInModels.Get(name);
            return _ => builtIn;
        }

        if (!File.Exists(name))
        {
            throw UsageException.Unknown("model", name, BuiltInModels.Names, "there is no such cat file, and the built-in models are " + string.Join(", ", BuiltInModels.Names));
        }

        try
        {
            var options = new CatOptions
            {
                LibraryFolders = parse.GetValue(_include) ?? [],
                BellFile = parse.GetValue(_bell),
                CallerChooses = BuiltInModels.ChosenBySearch,
                Variants = Variants(parse).ToHashSet(StringComparer.Ordinal),
            };
            CatModel model = CatModel.Load(name, options);
            return _ => model;
        }
        catch (CatException e)
        {
            throw new UsageException(e.Message);
        }
    }

    // As herd7 takes them: several in one word, with commas between.
    private IEnumerable<string> Variants(ParseResult parse) =>
        (parse.GetValue(_variant) ?? []).SelectMany(static v => v.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    // A cat file may ask for any variant; for a built-in model, one that does nothing is mistyped.
    private void RejectUnknownVariants(ParseResult parse)
    {
        string? unknown = Variants(parse).FirstOrDefault(static v => !LitmusReader.IsTestVariant(v));
        if (unknown is not null)
        {
            throw UsageException.Unknown("variant", unknown, LitmusReader.TestVariantNames);
        }
    }

    /// <summary>The variants on the command line that say how tests are taken, whatever the model.</summary>
    public IReadOnlySet<string> TestVariants(ParseResult parse) =>
        Variants(parse).Where(LitmusReader.IsTestVariant).ToHashSet(StringComparer.Ordinal);

    /// <summary>The explorer's model that the command line names; null if it names none.</summary>
    /// <exception cref="UsageException">It names a cat file.</exception>
    public MemoryModel? ChooseOfExplorer(ParseResult parse) => parse.GetValue(_model) is not { } name
        ? null
        : MemoryModel.All.FirstOrDefault(m => m.Name == name)
            ?? throw new UsageException($"--engine explorer has models of its own: {string.Join(", ", MemoryModel.All)}");
}
