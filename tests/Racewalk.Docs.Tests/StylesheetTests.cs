using System.Globalization;
using System.Text.RegularExpressions;

namespace Racewalk.Docs.Tests;

/// <summary>Colours of the site's stylesheet.</summary>
public sealed partial class StylesheetTests
{
    private static readonly (string Text, string Ground)[] s_pairs =
        [("text", "ground"), ("quiet", "ground"), ("link", "ground"), ("code-text", "code-ground"), ("typed", "code-ground"), ("link", "code-ground")];

    // What the first block says is for light; later ones change some of it.
    private static readonly IReadOnlyDictionary<string, string>[] s_schemes = [.. Schemes()];

    [Fact]
    public void Schemes_AreLightDarkAndPrint() => Assert.Equal(3, s_schemes.Length);

    [Fact]
    public void Text_InEveryScheme_HasAContrastOfAtLeastFourAndAHalf() => Assert.All(s_schemes, scheme => Assert.All(s_pairs, pair =>
        Assert.True(Contrast(scheme[pair.Text], scheme[pair.Ground]) >= 4.5, $"{pair.Text} {scheme[pair.Text]} on {scheme[pair.Ground]}")));

    [Fact]
    public void Focus_InEveryScheme_HasAContrastOfAtLeastThree() =>
        Assert.All(s_schemes, static scheme => Assert.True(Contrast(scheme["focus"], scheme["ground"]) >= 3));

    [Theory]
    [InlineData("#ffffff", "#000000", 21)]
    [InlineData("#777777", "#ffffff", 4.48)]
    public void Contrast_OfKnownPairs_IsTheKnownOne(string one, string other, double contrast) => Assert.Equal(contrast, Contrast(one, other), 2);

    private static IEnumerable<IReadOnlyDictionary<string, string>> Schemes()
    {
        var colours = new Dictionary<string, string>(StringComparer.Ordinal);
        Match[] blocks = [.. Block().Matches(File.ReadAllText(Path.Combine(Pages.Root, "src", "Racewalk.Site", "site.css"))).Cast<Match>()];
        foreach (Match block in blocks)
        {
            var scheme = block == blocks[0] ? colours : new Dictionary<string, string>(colours, StringComparer.Ordinal);
            foreach (Match colour in Colour().Matches(block.Value))
            {
                scheme[colour.Groups[1].Value] = colour.Groups[2].Value;
            }

            yield return scheme;
        }
    }

    // WCAG 2.2, "contrast ratio" and "relative luminance".
    private static double Contrast(string one, string other)
    {
        double[] luminances = [Luminance(one), Luminance(other)];
        return (luminances.Max() + 0.05) / (luminances.Min() + 0.05);
    }

    private static double Luminance(string colour)
    {
        double[] parts = [.. new[] { 1, 3, 5 }.Select(i => Linear(int.Parse(colour.AsSpan(i, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0))];
        return (0.2126 * parts[0]) + (0.7152 * parts[1]) + (0.0722 * parts[2]);
    }

    private static double Linear(double part) => part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4);

    [GeneratedRegex(@":root \{[^}]*\}", RegexOptions.CultureInvariant)]
    private static partial Regex Block();

    [GeneratedRegex(@"--([a-z-]+): (#[0-9a-f]{6});", RegexOptions.CultureInvariant)]
    private static partial Regex Colour();
}
