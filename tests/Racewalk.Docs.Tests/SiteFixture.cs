using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Racewalk.Site;

namespace Racewalk.Docs.Tests;

/// <summary>The site of this repository, made once, written to a folder, and read from there.</summary>
public sealed class SiteFixture : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("racewalk-site-");

    public SiteFixture()
    {
        // Pages name files of the repository.
        Directory.SetCurrentDirectory(Pages.Root);
        Result = SiteBuilder.Build(Pages.Root);
        SiteFolder.Open(_folder.FullName).Write(Result.Files);
        var parser = new HtmlParser(new HtmlParserOptions { IsStrictMode = true });
        Documents = new SortedDictionary<string, IDocument>(
            Directory.EnumerateFiles(_folder.FullName, "*.html", SearchOption.AllDirectories).ToDictionary(
                path => Path.GetRelativePath(_folder.FullName, path).Replace('\\', '/'),
                path => (IDocument)parser.ParseDocument(File.ReadAllText(path))),
            StringComparer.Ordinal);
    }

    public SiteResult Result { get; }

    /// <summary>Every page as a browser reads it, by its path. Reading is strict: an error of HTML is an exception.</summary>
    public IReadOnlyDictionary<string, IDocument> Documents { get; }

    /// <summary>The folder that the site is in.</summary>
    public string Folder => _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);
}
