using Racewalk.Classics;
using Racewalk.Models;

namespace Racewalk.Exploration.Tests;

// What is kept of long threads from one question to the next, against the definitions: the random programs' threads are too short for it.
public sealed class LongThreadTests
{
    [Theory]
    [InlineData("chase-lev(st2)", "armv8", 3065, 0)]
    [InlineData("chase-lev(st2)", "lkmm", 3639, 0)]
    [InlineData("ms-queue(rdwr2)", "armv8", 50, 128)]
    [InlineData("ms-queue(rdwr2)", "lkmm", 50, 128)]
    [InlineData("mpmc-queue(rdwr2)", "armv8", 78, 136)]
    [InlineData("mpmc-queue(rdwr2)", "lkmm", 78, 182)]
    public void Explore_LongThreadsWithCheckedInvariants_FindsExecutions(string program, string model, long executions, long blocked)
    {
        ExplorationResult result = Explorer.Explore(
            ClassicPrograms.Make(program), MemoryModel.All.Single(m => m.Name == model), options: new ExplorationOptions { ChecksInvariants = true });
        Assert.Equal((executions, blocked), (result.Executions, result.Blocked));
    }
}
