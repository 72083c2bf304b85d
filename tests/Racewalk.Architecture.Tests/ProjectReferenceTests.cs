namespace Racewalk.Architecture.Tests;

/// <summary>References between projects go one way.</summary>
public sealed class ProjectReferenceTests
{
    public static TheoryData<string> Projects => [.. Repository.References.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_references_only_what_its_layer_allows(string project)
    {
        Assert.True(Layers.Allowed.ContainsKey(project), $"{project} has no row in Layers");
        Assert.All(Repository.References[project], to => Assert.True(Layers.Allows(project, to), $"{project} may not reference {to}"));
    }

    [Fact]
    public void References_have_no_cycles()
    {
        var rest = Repository.References.ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);

        // Take away projects that reference nothing that is left; what cannot be taken away is a cycle or hangs on one.
        while (rest.Where(p => !p.Value.Any(rest.ContainsKey)).Select(p => p.Key).ToList() is { Count: > 0 } free)
        {
            free.ForEach(project => rest.Remove(project));
        }

        Assert.Empty(rest.Keys);
    }

    [Fact]
    public void The_table_itself_has_no_cycles() =>
        Assert.All(Layers.Allowed.Keys, project => Assert.DoesNotContain(project, Layers.Visible(project)));

    [Fact]
    public void The_memory_manager_does_not_know_that_it_is_explored() =>
        Assert.DoesNotContain("Racewalk.Exploration", Layers.Visible("Racewalk.Mm"));

    [Theory]
    [InlineData("Racewalk.Programs", "Racewalk.Machine")]
    [InlineData("Racewalk.Executions", "Racewalk.Models")]
    [InlineData("Racewalk.Mm", "Racewalk.Exploration")]
    [InlineData("Racewalk.Machine", "Racewalk.Exploration")]
    [InlineData("Racewalk.Web", "Racewalk.Cli")]
    [InlineData("Racewalk.Cli", "Racewalk.Site")]
    [InlineData("Racewalk.Cli", "Racewalk.Unknown")]
    public void The_table_forbids(string from, string to) => Assert.False(Layers.Allows(from, to));

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        string solution = File.ReadAllText(Path.Combine(Repository.Root, "Racewalk.slnx"));

        Assert.All(
            Repository.References.Keys,
            project => Assert.Contains($"/{project}.csproj\"", solution, StringComparison.Ordinal));
    }
}
