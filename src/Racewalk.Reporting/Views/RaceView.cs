using Racewalk.Reporting.Graphs;
using Racewalk.Reporting.Pictures;
using Racewalk.Reporting.Race;

namespace Racewalk.Reporting.Views;

/// <summary>One execution as it is shown. Plain data, which can be sent elsewhere.</summary>
/// <param name="Picture">Lanes and steps.</param>
/// <param name="Graph">The graph of its events.</param>
/// <param name="Table">The race table.</param>
/// <param name="Replay">The command that shows it again; null for none.</param>
public sealed record RaceView(RacePicture Picture, ExecutionGraph Graph, string Table, string? Replay)
{
    private const int TableWidth = 110;

    /// <summary>The view of an execution.</summary>
    /// <param name="story">The execution and its names.</param>
    /// <param name="options">How values and barriers are named, and the command that shows the execution again.</param>
    public static RaceView Of(RaceStory story, RaceTableOptions options) => new(
        RacePictureBuilder.Of(story, options),
        RaceGraphBuilder.Of(story, options.FormatValue),
        RaceTable.Render(story, options with { Width = TableWidth, MaxLines = int.MaxValue, Colour = false, ReplayCommand = null }),
        options.ReplayCommand);
}
