namespace Racewalk.Models.Cat.Evaluation;

/// <summary>
/// The files that models include, for when no library folder has them: those of herd that are included most, enough for models that define everything else
/// themselves, and what built-in models share.
/// </summary>
internal static class BuiltInLibrary
{
    public static string? Find(string name)
    {
        using Stream? text = typeof(BuiltInLibrary).Assembly.GetManifestResourceStream($"Racewalk.Models.BuiltIn.Library.{name}");
        return text is null ? null : new StreamReader(text).ReadToEnd();
    }
}
