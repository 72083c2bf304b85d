using Racewalk.Exploration;

namespace Racewalk.OneSource.Tests;

/// <summary>What memory holds at the end of the one execution, by address.</summary>
/// <param name="words">The words.</param>
internal sealed class FinalImage(IEnumerable<ulong> words) : IExecutionVisitor
{
    internal SortedDictionary<ulong, ulong> Image { get; } = [];

    public bool Visit(IExecution execution)
    {
        Assert.True(execution.IsComplete);
        Assert.Null(execution.Failure(0)?.Message);
        foreach (ulong word in words)
        {
            Image[word] = execution.Final(word);
        }

        return true;
    }
}
