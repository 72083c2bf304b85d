using System.Collections.Immutable;

namespace Racewalk.Models.Cat;

/// <summary>How cat files are found and what they are read for.</summary>
public sealed record CatOptions
{
    /// <summary>No options: files are looked for next to the file that includes them, and no variant is on.</summary>
    public static CatOptions Default { get; } = new();

    /// <summary>Folders where included files are looked for, in this order, after the folder of the including file.</summary>
    public IReadOnlyList<string> LibraryFolders { get; init; } = [];

    /// <summary>The variants that are on for every structure, such as <c>lkmmv2</c>.</summary>
    public IReadOnlySet<string> Variants { get; init; } = ImmutableHashSet<string>.Empty;

    /// <summary>The bell file that is read before the model, if any; looked for in the library folders as well.</summary>
    public string? BellFile { get; init; }

    /// <summary>
    /// Names that the structure supplies instead of the model: <c>with co from …</c> takes the structure's <c>co</c> and enumerates nothing. Checks
    /// behind it can then be asked while the execution is partial.
    /// </summary>
    public IReadOnlySet<string> CallerChooses { get; init; } = ImmutableHashSet<string>.Empty;

    /// <summary>The names that structures will have. With it, a model that uses others is refused when it is loaded, not when it meets a structure.</summary>
    public ICatStructure? Schema { get; init; }
}
