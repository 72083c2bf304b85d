namespace Racewalk.Cli.Tests;

/// <summary>--svg.</summary>
public sealed class PictureTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("racewalk-picture-");

    private string Svg => Path.Combine(_folder.FullName, "race.svg");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Check_Svg_DrawsTheRaceAndPrintsWhatItPrintsWithout()
    {
        TestRun plain = TestRun.Of(TestRun.Fake(), "check", "gup-fast/collapse", "--era", "E0");
        TestRun run = TestRun.Of(TestRun.Fake(), "check", "gup-fast/collapse", "--era", "E0", "--svg", Svg);
        Assert.Equal((plain.ExitCode, plain.Output, plain.Error), (run.ExitCode, run.Output, run.Error));
        Assert.Contains("BROKEN: use after free", File.ReadAllText(Svg), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_SvgOfNothing_SaysSo()
    {
        TestRun run = TestRun.Of(TestRun.Fake(), "check", "gup-fast/collapse", "--era", "E1", "--svg", Svg);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("there is no race to draw", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Svg));
    }

    [Fact]
    public void Check_SvgOfTheCatalogue_IsRefusedBeforeItIsChecked()
    {
        TestRun run = TestRun.Of(TestRun.Fake(), "check", "--svg", Svg);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("--svg: a picture is of one configuration", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_SvgInNoFolder_IsRefusedBeforeItIsChecked()
    {
        TestRun run = TestRun.Of(TestRun.Fake(), "check", "gup-fast/collapse", "--era", "E0", "--svg", Path.Combine(Svg, "x"));
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("--svg: there is no folder", run.Error, StringComparison.Ordinal);
    }
}
