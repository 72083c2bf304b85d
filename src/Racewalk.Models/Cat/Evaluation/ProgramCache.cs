namespace Racewalk.Models.Cat.Evaluation;

/// <summary>
/// The compiled forms of a model. A form is for structures that have the same names, and in which the same static sets and relations are empty: a test
/// without locks or read-side critical sections needs a fraction of a model that has rules for them. Thread-safe.
/// </summary>
internal sealed class ProgramCache(CatFileSet files, CatOptions options)
{
    /// <summary>With more forms than this, new ones no longer make use of what is empty.</summary>
    private const int MostSpecialForms = 256;

    private readonly ModelNames _names = new(files);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, CatProgram> _programs = new(StringComparer.Ordinal);

    public CatProgram For(ICatStructure structure)
    {
        string signature = _names.Signature(structure, true);
        lock (_lock)
        {
            if (_programs.TryGetValue(signature, out CatProgram? program))
            {
                return program;
            }

            bool special = _programs.Count < MostSpecialForms;
            if (!special)
            {
                signature = _names.Signature(structure, false);
                if (_programs.TryGetValue(signature, out program))
                {
                    return program;
                }
            }

            program = ModelCompiler.Compile(files, structure, options, special);
            _programs.Add(signature, program);
            return program;
        }
    }
}
