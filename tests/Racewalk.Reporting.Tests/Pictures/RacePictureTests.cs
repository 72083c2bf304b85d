using System.Text.Json;
using System.Xml.Linq;
using Racewalk.Reporting.Pictures;
using Racewalk.Reporting.Race;

namespace Racewalk.Reporting.Tests.Pictures;

public sealed class RacePictureTests
{
    [Fact]
    public void Of_TheCollapse_HasTheEntriesBesideTheCpus()
    {
        RacePicture picture = Picture("gup-fast/collapse", "arch=arm64 era=E0");

        Assert.Equal([new CpuLane("CPU 0", "khugepaged"), new CpuLane("CPU 1", "GUP-fast")], picture.Cpus);
        Assert.Equal(["pmd", "pte"], picture.States.Where(static l => l.Kind == LaneKind.Entry).Select(static l => l.Name));
        Assert.Contains(new StateLane(LaneKind.Memory, "page._refcount", "1"), picture.States);
        PictureStep clear = Assert.Single(picture.Steps, static s => s.Name == "clear-pmd");
        Assert.Equal(("pmdp_collapse_flush", 0, "none"), (clear.Function, clear.Cpu, Assert.Single(clear.Changes).Value));
        Assert.StartsWith("BROKEN: lost data", picture.Outcome[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Of_AStaleTranslation_LinksItToWhatItMissed()
    {
        RacePicture picture = Picture("translation/shootdown", "arch=arm64 access=store -flush-tlbi");

        int walk = Index(picture, static s => s.Effects.Any(static e => e.Mark is not null && e.Mark.StartsWith("stale", StringComparison.Ordinal)));
        Assert.Equal("zap-clear-pte", picture.Steps[Assert.Single(picture.Links, l => l.Kind == LinkKind.Stale && l.To == walk).From].Name);
        int tlb = Enumerable.Range(0, picture.States.Count).Single(l => picture.States[l].Kind == LaneKind.Tlb);
        Assert.Contains("pte=leaf(pfn=3,RW,dirty)", Assert.Single(picture.Steps[walk].Changes, c => c.Lane == tlb).Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_AnInvalidatedTranslation_EmptiesTheLane()
    {
        RacePicture picture = Picture("cow/wp-page", "arch=x86-64 access=store -fork-flush-mm");

        int tlb = Enumerable.Range(0, picture.States.Count).Single(l => picture.States[l].Kind == LaneKind.Tlb);
        string[] values = [.. picture.Steps.SelectMany(s => s.Changes.Where(c => c.Lane == tlb).Select(static c => c.Value))];
        Assert.StartsWith("pmd=", values[0], StringComparison.Ordinal);
        Assert.Contains("empty", values.Skip(1));
    }

    [Fact]
    public void Of_Locks_SaysWhoHoldsThemAndThatAllAreFreeAtTheEnd()
    {
        RacePicture picture = Picture("khugepaged/dontneed", "arch=arm64 none=trust -collapse-mmap-lock");

        int[] locks = [.. Enumerable.Range(0, picture.States.Count).Where(l => picture.States[l].Kind == LaneKind.Lock)];
        Assert.Contains("mmap_lock", locks.Select(l => picture.States[l].Name));
        Assert.All(locks, l =>
        {
            LaneChange[] changes = [.. picture.Steps.SelectMany(s => s.Changes.Where(c => c.Lane == l))];
            Assert.Contains(changes, static c => c.Value == "CPU 0" || c.Value == "CPU 1" || c.Before.Count > 0);
            Assert.Equal("free", changes[^1].Value);
        });
    }

    [Fact]
    public void Of_AccessesOutOfOrder_LinksTheTwo()
    {
        RacePicture picture = Picture("hvo/publish", "arch=arm64 what=head bbm-rule=ignored -remap-wmb");

        PictureLink swap = Assert.Single(picture.Links, static l => l.Kind == LinkKind.Swapped);
        PictureLink unordered = Assert.Single(picture.Links, static l => l.Kind == LinkKind.Unordered);
        Assert.Equal(("read-struct-page", "read-struct-page"), (picture.Steps[swap.From].Name, picture.Steps[swap.To].Name));
        Assert.Equal(("copy-head", "remap-head"), (picture.Steps[unordered.From].Name, picture.Steps[unordered.To].Name));
        Assert.Contains(picture.Outcome, static p => p.Contains("smp_wmb()", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_InterruptsOff_AreALaneUntilTheyAreOnAgain()
    {
        RacePicture picture = Picture("gup-fast/collapse", "arch=x86-64 era=E0 -flush-ipi");

        int masks = Enumerable.Range(0, picture.States.Count).Single(l => picture.States[l].Kind == LaneKind.Mask);
        Assert.Equal(new StateLane(LaneKind.Mask, "CPU 1 masks", "nothing"), picture.States[masks]);
        Assert.Equal("interrupts", picture.Steps.SelectMany(static s => s.Changes).First(c => c.Lane == masks).Value);
        Assert.Equal("gup-read-pmd", picture.Steps.First(s => s.Changes.Any(c => c.Lane == masks)).Name);
    }

    [Fact]
    public void Of_APicture_SurvivesJson()
    {
        RacePicture picture = Picture("gup-fast/collapse", "arch=arm64 era=E0");

        RacePicture read = JsonSerializer.Deserialize<RacePicture>(JsonSerializer.Serialize(picture))!;

        Assert.Equal(PictureDrawing.Write("title", picture), PictureDrawing.Write("title", read));
    }

    [Fact]
    public void Write_AnyNames_IsAWellFormedPictureInWhichTheyAreText()
    {
        RacePicture picture = Picture("gup-fast/collapse", "arch=arm64 era=E0");

        XDocument svg = XDocument.Parse(PictureDrawing.Write("<script>&", picture with { Cpus = [new CpuLane("</svg><img>", "\0"), picture.Cpus[1]] }));

        Assert.Equal("{http://www.w3.org/2000/svg}svg", svg.Root!.Name.ToString());
        Assert.DoesNotContain(svg.Descendants(), static e => e.Name.LocalName is "script" or "img");
        Assert.Contains(svg.Descendants(), static e => e.Value == "</svg><img>");
        Assert.Equal("<script>&", svg.Root.Elements().First().Value);
    }

    private static int Index(RacePicture picture, Func<PictureStep, bool> wanted) => Enumerable.Range(0, picture.Steps.Count).Single(i => wanted(picture.Steps[i]));

    private static RacePicture Picture(string id, string configuration)
    {
        (_, RaceStory story, RaceTableOptions options) = Stories.Of(id, configuration);
        return RacePictureBuilder.Of(story, options);
    }
}
