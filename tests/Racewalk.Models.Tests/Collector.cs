using Racewalk.Executions;
using Racewalk.Models.Cat;

namespace Racewalk.Models.Tests;

/// <summary>Keeps what a relation is in each consistent execution, and the flags.</summary>
internal sealed class Collector(string name, int limit = int.MaxValue) : ICatChoiceVisitor
{
    public List<string> Found { get; } = [];

    public List<string> Flags { get; } = [];

    public static string Text(EventMatrix relation) => string.Join(' ', relation.Pairs().Select(pair => $"{pair.From},{pair.To}"));

    public bool OnConsistent(CatEvaluation evaluation)
    {
        Assert.True(evaluation.TryGetRelation(name, out EventMatrix? relation));
        Found.Add(Text(relation));
        Flags.Add(string.Join(' ', evaluation.RaisedFlags));
        return Found.Count < limit;
    }
}
