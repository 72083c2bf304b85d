using Microsoft.CodeAnalysis;

namespace Racewalk.Analyzers.Tests;

/// <summary>Each rule is explained where its message says.</summary>
public sealed class DocumentationTests
{
    public static IEnumerable<object[]> Rules => new CheckedCodeAnalyzer().SupportedDiagnostics.Select(d => new object[] { d.Id, d.HelpLinkUri });

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_help_link_leads_to_a_section(string id, string link)
    {
        string[] parts = link.Split('#');
        string[] lines = File.ReadAllLines(Path.Combine(Root(), parts[0]));

        Assert.Equal(id.ToLowerInvariant(), parts[1]);
        Assert.Contains("## " + id, lines);
    }

    [Fact]
    public void There_are_six_rules_and_all_are_errors()
    {
        IEnumerable<DiagnosticDescriptor> rules = new CheckedCodeAnalyzer().SupportedDiagnostics;

        Assert.Equal(["RW0001", "RW0002", "RW0003", "RW0004", "RW0005", "RW0006"], rules.Select(r => r.Id));
        Assert.All(rules, rule =>
        {
            Assert.Equal(DiagnosticSeverity.Error, rule.DefaultSeverity);
            Assert.Contains(WellKnownDiagnosticTags.NotConfigurable, rule.CustomTags);
        });
    }

    private static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder!, "Racewalk.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder!;
    }
}
