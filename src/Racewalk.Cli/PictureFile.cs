using Racewalk.Reporting.Pictures;
using Racewalk.Reporting.Race;
using Racewalk.Scenarios;

namespace Racewalk.Cli;

/// <summary>A file with the picture of a race.</summary>
internal static class PictureFile
{
    /// <summary>What the picture of a verdict is called.</summary>
    public static string Title(ScenarioVerdict verdict) => $"{verdict.Scenario.Id} {verdict.Configuration}, under {verdict.Model}";

    /// <summary>Draws a race. Where there is none, nothing is written, and the reader is told so.</summary>
    /// <param name="environment">Where messages go.</param>
    /// <param name="path">The file.</param>
    /// <param name="title">What the picture is of.</param>
    /// <param name="story">The execution; null if there is none.</param>
    /// <param name="options">How values are written.</param>
    /// <exception cref="UsageException">The file cannot be written.</exception>
    public static void Write(CliEnvironment environment, string path, string title, RaceStory? story, RaceTableOptions options)
    {
        if (story is null)
        {
            environment.Error.WriteLine($"racewalk: no execution breaks anything, so there is no race to draw; {path} is not written");
            return;
        }

        ReportFile.Write(path, PictureDrawing.Write(title, RacePictureBuilder.Of(story, options)));
    }
}
