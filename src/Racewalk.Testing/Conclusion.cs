using Racewalk.Exploration;
using Racewalk.Programs;
using Racewalk.Reporting.Race;
using Racewalk.Reporting.Replay;

namespace Racewalk.Testing;

/// <summary>What follows from an exploration.</summary>
internal static class Conclusion
{
    internal static ModelResult Of(TestProgram program, CheckedProgram made, TestJudge judge, ExplorationResult explored, ModelOptions options)
    {
        var result = new ModelResult
        {
            Executions = explored.Executions,
            Blocked = explored.Blocked,
            Violations = judge.Violations,
            Happened = [.. judge.Behaviours(happened: true)],
            Elapsed = explored.Elapsed,
        };
        if (judge.Example is { } example)
        {
            string replay = ExecutionCode.Of(example);
            throw new RaceFoundException(Message(program, made, judge, result, options, replay), replay, result);
        }

        List<string> reasons = [.. explored.Bounds];
        if (options.Replay is { } code)
        {
            reasons.Add(judge.IsReplayed ? $"only the execution {code} was judged, and it breaks nothing" : $"there is no execution {code}: the program has changed");
        }
        else
        {
            reasons.AddRange(judge.Behaviours(happened: false).Select(static b => $"never happened: {b}"));
            if (explored.Executions == 0)
            {
                reasons.Add("no execution is complete: some thread always waits");
            }
        }

        return reasons.Count == 0 ? result : throw new InconclusiveException(
            $"{made.Name} under {program.Model}: inconclusive after {Count(result.Executions, "execution")}: {string.Join("; ", reasons)}", reasons, result);
    }

    private static string Message(TestProgram program, CheckedProgram made, TestJudge judge, ModelResult result, ModelOptions options, string replay)
    {
        var story = new RaceStory { Execution = judge.Example!, Program = made, Failure = judge.Failure, Model = program.Model.Name };
        var table = new RaceTableOptions
        {
            FormatValue = program.Format,
            ReplayCommand = $"new ModelOptions {{ Replay = \"{replay}\" }}",
            IsFirstFound = options.StopsAtFirst,
            Barriers = BarrierNames.DotNet,
        };
        return $"{made.Name} under {program.Model}: a property breaks in {result.Violations} of {Count(result.Executions + result.Blocked, "execution")}\n\n{RaceTable.Render(story, table)}";
    }

    private static string Count(long count, string what) => FormattableString.Invariant($"{count} {what}{(count == 1 ? "" : "s")}");
}
