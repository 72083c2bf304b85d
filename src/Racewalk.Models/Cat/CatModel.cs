using Racewalk.Models.Cat.Evaluation;
using Racewalk.Models.Cat.Syntax;

namespace Racewalk.Models.Cat;

/// <summary>
/// A memory model written in the cat language of Alglave, Cousot and Maranget. Read once, then evaluated over any number of structures, by any number of
/// threads: each takes an evaluation of its own.
/// </summary>
/// <remarks>
/// Before the model itself, <c>stdlib.cat</c> and the bell file are read. Where no folder has <c>stdlib.cat</c>, <c>cross.cat</c> or <c>cos.cat</c>,
/// built-in versions serve. A definition that no test uses may name what a structure does not have.
/// </remarks>
public sealed class CatModel
{
    private readonly CatFileSet _files;
    private readonly ProgramCache _programs;

    private CatModel(CatSource source, CatOptions options)
    {
        _files = new CatFileSet(source, options);
        _programs = new ProgramCache(_files, options);
        Test[] tests = [.. _files.Tests()];
        CheckNames = NamesOf(tests, role => role is TestRole.Check);
        FlagNames = NamesOf(tests, role => role is TestRole.Flag or TestRole.UndefinedUnless);
        Annotations = [.. BellReader.Annotations(_files)];
        if (options.Schema is { } schema)
        {
            ModelCompiler.Compile(_files, schema, options, false);
        }
    }

    /// <summary>The title, or the file's name if it has none.</summary>
    public string Title => _files.Model.Title ?? Path.GetFileNameWithoutExtension(_files.Model.Source.Name);

    /// <summary>The word that stands before the title, if any: the architecture that the model is for.</summary>
    public string? Architecture => _files.Model.Architecture;

    /// <summary>
    /// Whether the model computes dependencies itself (<c>catdep</c>), from events of registers, and does not take them from the structure.
    /// </summary>
    public bool ComputesDependencies => _files.Model.ComputesDependencies;

    /// <summary>The names of the checks of all files, in the order in which they are included; those without a name are left out.</summary>
    public IReadOnlyList<string> CheckNames { get; }

    /// <summary>The names of the flags of all files, in the order in which they are included.</summary>
    public IReadOnlyList<string> FlagNames { get; }

    /// <summary>What a bell file says about annotations.</summary>
    public IReadOnlyList<CatAnnotation> Annotations { get; }

    /// <summary>Reads a model from a file.</summary>
    public static CatModel Load(string path, CatOptions options) =>
        File.Exists(path)
            ? new CatModel(CatFileSet.Read(path, Path.GetFileName(path)), options)
            : throw new CatException(path, "there is no such file");

    /// <summary>Reads a model from a text; messages call it by the name.</summary>
    public static CatModel Parse(string name, string text, CatOptions options) => new(new CatSource(name, text, null), options);

    /// <summary>Something to evaluate the model with, for one thread.</summary>
    public CatEvaluation CreateEvaluation() => new(this);

    /// <summary>The model compiled for structures like this one.</summary>
    internal CatProgram ProgramFor(ICatStructure structure) => _programs.For(structure);

    private static string[] NamesOf(Test[] tests, Func<TestRole, bool> wanted) =>
        [.. tests.Where(test => wanted(test.Role)).Select(test => test.Name).OfType<string>().Distinct(StringComparer.Ordinal)];
}
