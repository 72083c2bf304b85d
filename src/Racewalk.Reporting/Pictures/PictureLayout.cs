using Racewalk.Reporting.Text;

namespace Racewalk.Reporting.Pictures;

/// <summary>Where everything of a picture stands, in pixels.</summary>
internal sealed class PictureLayout
{
    /// <summary>The height of a line of text.</summary>
    public const int Line = 16;

    /// <summary>The space around the picture, and in boxes.</summary>
    public const int Margin = 12;

    /// <summary>The space between lanes, in which links run.</summary>
    public const int Gap = 28;

    private const int CpuCharacters = 46;
    private const int StateCharacters = 44;
    private const int OutcomeCharacters = 110;
    private const int HangingIndent = 4;

    /// <summary>Lays a picture out.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="withOutcome">Whether what broke stands below it.</param>
    public PictureLayout(RacePicture picture, bool withOutcome)
    {
        CpuWidth = (CpuCharacters * DrawnText.Character) + (2 * Margin);
        StateWidths =
        [
            .. picture.States.Select((lane, i) => (Math.Min(StateCharacters, picture.Steps.SelectMany(static s => s.Changes)
                .Where(c => c.Lane == i).Select(static c => c.Text.Length).Append(lane.Initial.Length).Append(lane.Name.Length).Max()) * DrawnText.Character) + Margin),
        ];
        Lines = [.. picture.Steps.Select(LinesOf)];
        Outcome = !withOutcome ? [] : [.. picture.Outcome.SelectMany(static p => TextWrapper.Wrap(p, OutcomeCharacters, HangingIndent))];
        Tops = new double[picture.Steps.Count];
        double y = HeadHeight;
        for (int s = 0; s < Tops.Length; s++)
        {
            Tops[s] = y;
            y += HeightOf(s) + 6;
        }

        LanesEnd = y;
        CpuCount = picture.Cpus.Count;
        Width = Math.Max(StateLeft(picture.States.Count) + Margin, withOutcome ? (OutcomeCharacters * DrawnText.Character) + (2 * Margin) : 0);
        Height = LanesEnd + (withOutcome ? Margin + (Outcome.Count * Line) : 0) + Margin;
    }

    /// <summary>Below the lanes' names.</summary>
    public static double HeadHeight => Margin + (3 * Line);

    /// <summary>How many CPUs there are.</summary>
    public int CpuCount { get; }

    /// <summary>The width of a CPU's lane.</summary>
    public double CpuWidth { get; }

    /// <summary>The widths of the lanes beside.</summary>
    public IReadOnlyList<double> StateWidths { get; }

    /// <summary>Each step's lines of text, with how they are drawn.</summary>
    public IReadOnlyList<IReadOnlyList<(string Text, string Style)>> Lines { get; }

    /// <summary>The lines below.</summary>
    public IReadOnlyList<string> Outcome { get; }

    /// <summary>Where each step begins.</summary>
    public double[] Tops { get; }

    /// <summary>Where the lanes end.</summary>
    public double LanesEnd { get; }

    /// <summary>The whole width.</summary>
    public double Width { get; }

    /// <summary>The whole height.</summary>
    public double Height { get; }

    /// <summary>A value, cut to what a lane has room for.</summary>
    public static string Fit(string value) => DrawnText.Fit(value, StateCharacters);

    /// <summary>The left edge of a CPU's lane.</summary>
    public double CpuLeft(int cpu) => Margin + (cpu * (CpuWidth + Gap));

    /// <summary>The left edge of a lane beside.</summary>
    public double StateLeft(int lane) => CpuLeft(CpuCount) + StateWidths.Take(lane).Sum(static w => w + Margin);

    /// <summary>The height of a step.</summary>
    public double HeightOf(int step) => (Math.Max(1, Lines[step].Count) * Line) + 8;

    private static List<(string, string)> LinesOf(PictureStep step)
    {
        List<(string, string)> lines = [];
        Add(step.Name.Length == 0 ? step.Function : step.Function.Length == 0 ? step.Name : $"{step.Name}  ({step.Function})", "rw-ink rw-head");
        Add(step.Source, "rw-quiet");
        foreach (PictureEffect effect in step.Effects)
        {
            Add("  " + effect.Text, "rw-ink");
            Add(effect.Why.Length == 0 ? "" : "  " + effect.Why, "rw-mark");
        }

        return lines;

        void Add(string text, string style) => lines.AddRange(
            text.Length == 0 ? [] : TextWrapper.Wrap(text, CpuCharacters, HangingIndent).Select(l => (l, style)));
    }
}
