using Racewalk.Models.Cat.Syntax;

namespace Racewalk.Models.Cat.Evaluation;

/// <summary>The files of a model, parsed: its own, the standard library, a bell file, and all that these include.</summary>
internal sealed class CatFileSet
{
    private const string StandardLibrary = "stdlib.cat";
    private const int MostFiles = 1000;

    private readonly CatOptions _options;
    private readonly Dictionary<string, CatFile> _byPath = new(StringComparer.Ordinal);

    public CatFileSet(CatSource model, CatOptions options)
    {
        _options = options;
        Model = CatParser.Parse(model);
        CatFile library = Find(StandardLibrary, model.Folder) ?? throw new CatException(StandardLibrary, "the standard library is missing");
        var roots = new List<CatFile> { library };
        if (options.BellFile is { } bell)
        {
            roots.Add(Find(bell, model.Folder) ?? throw new CatException(bell, "there is no such file"));
        }

        roots.Add(Model);
        Roots = roots;
        ReadIncludes();
    }

    /// <summary>The file of the model itself.</summary>
    public CatFile Model { get; }

    /// <summary>What is run, in order.</summary>
    public IReadOnlyList<CatFile> Roots { get; }

    /// <summary>The file that an instruction includes.</summary>
    public CatFile Find(IncludeInstruction include, CatFile from) =>
        Find(include.File, from.Source.Folder) ?? throw new CatException(include.At, $"there is no file \"{include.File}\" to include");

    /// <summary>The instructions of all files, whether those around them are run or not, in the order in which the files are included.</summary>
    public IEnumerable<Instruction> Instructions()
    {
        var seen = new HashSet<CatFile>();
        return Roots.SelectMany(root => InstructionsOf(root, seen));
    }

    /// <summary>The tests among them.</summary>
    public IEnumerable<Test> Tests() => Instructions().OfType<TestInstruction>().Select(instruction => instruction.Test);

    /// <summary>Reads what can be read of the included files, for their mistakes to be reported at once. A missing file may be one that is never included.</summary>
    private void ReadIncludes()
    {
        foreach (Instruction _ in Instructions())
        {
            if (_byPath.Count > MostFiles)
            {
                throw new CatException(Model.Source.Name, $"the model includes more than {MostFiles} files");
            }
        }
    }

    private IEnumerable<Instruction> InstructionsOf(CatFile file, HashSet<CatFile> seen)
    {
        if (!seen.Add(file))
        {
            yield break;
        }

        var pending = new Stack<Instruction>(file.Instructions.Reverse());
        while (pending.TryPop(out Instruction? instruction))
        {
            yield return instruction;
            if (instruction is IncludeInstruction include && Find(include.File, file.Source.Folder) is { } included)
            {
                foreach (Instruction inside in InstructionsOf(included, seen))
                {
                    yield return inside;
                }
            }

            IEnumerable<Instruction> inner = instruction switch
            {
                IfInstruction choice => choice.Then.Concat(choice.Otherwise),
                ProcedureInstruction procedure => procedure.Body,
                ForallInstruction forall => forall.Body,
                MatchInstruction match => match.Clauses.SelectMany(clause => clause.Body).Concat(match.Otherwise ?? []),
                _ => [],
            };
            foreach (Instruction next in inner.Reverse())
            {
                pending.Push(next);
            }
        }
    }

    private CatFile? Find(string name, string? folder)
    {
        IEnumerable<string> folders = folder is null ? _options.LibraryFolders : _options.LibraryFolders.Prepend(folder);
        foreach (string path in folders.Select(place => Path.GetFullPath(Path.Combine(place, name))))
        {
            if (_byPath.TryGetValue(path, out CatFile? known))
            {
                return known;
            }

            if (File.Exists(path))
            {
                CatFile file = CatParser.Parse(Read(path, name));
                _byPath.Add(path, file);
                return file;
            }
        }

        if (_byPath.TryGetValue(name, out CatFile? builtIn) || BuiltInLibrary.Find(name) is not { } text)
        {
            return builtIn;
        }

        builtIn = CatParser.Parse(new CatSource(name, text, null));
        _byPath.Add(name, builtIn);
        return builtIn;
    }

    public static CatSource Read(string path, string name)
    {
        try
        {
            return new CatSource(name, File.ReadAllText(path), Path.GetDirectoryName(Path.GetFullPath(path)));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new CatException(name, $"cannot be read: {problem.Message}");
        }
    }
}
