using Racewalk.Testing;

namespace Racewalk.Scenarios.Tests;

public sealed class ScenarioListTests
{
    private readonly List<string> _made = [];

    [Fact]
    public void Find_SameIdTwice_MakesThatOneOnce()
    {
        ScenarioList list = new([Entry("a/a"), Entry("b/b")]);
        Assert.Same(list.Find("b/b"), list.Find("b/b"));
        Assert.Equal(["b/b"], _made);
        Assert.Same(list.Find("b/b"), list[1]);
    }

    [Fact]
    public void Ids_OfAList_MakesNone()
    {
        ScenarioList list = new([Entry("a/a"), Entry("b/b")]);
        Assert.Equal(["a/a", "b/b"], list.Ids);
        Assert.Null(list.Find("c/c"));
        Assert.Empty(_made);
    }

    [Fact]
    public void Enumerator_OfAList_MakesAllInOrder()
    {
        ScenarioList list = new([Entry("b/b"), Entry("a/a")]);
        Assert.Equal(["b/b", "a/a"], list.Select(static s => s.Id));
        Assert.Equal(["b/b", "a/a"], _made);
    }

    [Fact]
    public void Find_EntryOfAnotherId_Throws() =>
        Assert.Contains("'a/b' calls itself 'a/a'", Assert.Throws<InvalidOperationException>(
            () => new ScenarioList([new ScenarioEntry("a/b", () => new FakeScenario("a/a"))]).Find("a/b")).Message, StringComparison.Ordinal);

    private ScenarioEntry Entry(string id) => new(id, () =>
    {
        _made.Add(id);
        return new FakeScenario(id);
    });
}
