namespace Racewalk.Litmus.Batches;

/// <summary>Finds the files that a command line means.</summary>
public static class LitmusFiles
{
    /// <summary>
    /// The files that arguments mean: a file itself; of a folder all files below it that end in <c>.litmus</c>, in ordinal order; of <c>@list</c> those that
    /// the lines of the file <c>list</c> name, relative to its folder; empty lines and lines that start with <c>#</c> do not count.
    /// </summary>
    /// <exception cref="FileNotFoundException">One of them does not exist.</exception>
    public static IReadOnlyList<string> Find(IEnumerable<string> arguments)
    {
        var files = new List<string>();
        foreach (string argument in arguments)
        {
            Add(argument, files, mayBeList: true);
        }

        return files;
    }

    private static void Add(string argument, List<string> files, bool mayBeList)
    {
        if (mayBeList && argument.StartsWith('@'))
        {
            string list = argument[1..];
            string folder = Path.GetDirectoryName(list) ?? "";
            if (!File.Exists(list))
            {
                throw new FileNotFoundException($"there is no file '{list}'");
            }

            foreach (string line in File.ReadLines(list).Select(static l => l.Trim()).Where(static l => l.Length > 0 && !l.StartsWith('#')))
            {
                Add(Path.Combine(folder, line), files, mayBeList: false);
            }
        }
        else if (Directory.Exists(argument))
        {
            files.AddRange(Directory.EnumerateFiles(argument, "*", SearchOption.AllDirectories)
                .Where(static f => f.EndsWith(".litmus", StringComparison.Ordinal) || f.EndsWith(".litmus.toml", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal));
        }
        else if (File.Exists(argument))
        {
            files.Add(argument);
        }
        else
        {
            throw new FileNotFoundException($"there is no file or folder '{argument}'");
        }
    }
}
