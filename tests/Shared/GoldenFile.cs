using System.Text;

namespace Racewalk.Testing;

/// <summary>Compares text with a file under <c>Golden/</c> of the test project.</summary>
/// <remarks>
/// On a mismatch the text is written beside the file as <c>*.received.*</c>. With the environment variable RACEWALK_ACCEPT=1 it becomes the file.
/// </remarks>
internal static class GoldenFile
{
    public static void Check(string project, string name, string actual)
    {
        string folder = Path.Combine(Root(), "tests", project, "Golden");
        string golden = Path.Combine(folder, name);
        string received = Path.Combine(folder, Path.GetFileNameWithoutExtension(name) + ".received" + Path.GetExtension(name));
        string? expected = File.Exists(golden) ? File.ReadAllText(golden) : null;
        if (expected == actual)
        {
            File.Delete(received);
            return;
        }

        Directory.CreateDirectory(folder);
        bool accept = Environment.GetEnvironmentVariable("RACEWALK_ACCEPT") == "1";
        File.WriteAllText(accept ? golden : received, actual, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        if (accept)
        {
            File.Delete(received);
            return;
        }

        Assert.Fail($"{name} differs from the golden file; see {received}, or accept it with RACEWALK_ACCEPT=1.\n{actual}");
    }

    private static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Racewalk.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("the tests run outside the repository");
    }
}
