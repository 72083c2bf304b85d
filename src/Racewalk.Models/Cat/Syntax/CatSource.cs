namespace Racewalk.Models.Cat.Syntax;

/// <summary>The text of a cat file and what messages call it.</summary>
internal sealed class CatSource(string name, string text, string? folder)
{
    public string Name { get; } = name;

    public string Text { get; } = text;

    /// <summary>Where the file is; null for a text that is in no file.</summary>
    public string? Folder { get; } = folder;
}
