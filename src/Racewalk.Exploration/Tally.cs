using Racewalk.Exploration.Subtrees;

namespace Racewalk.Exploration;

/// <summary>Counts the executions of one search and takes its bounds. One search uses it, from one thread.</summary>
/// <param name="control">The budgets, which all searches share.</param>
internal sealed class Tally(ExplorationControl control)
{
    private const int CheckEvery = 256;
    private int _untilCheck = 1;
    private long _executions;
    private long _blocked;
    private long _cut;

    /// <summary>What was found in the part of the search that is explored now.</summary>
    public SubtreeResult Result { get; private set; } = new(null);

    /// <summary>Whether no execution must be visited after the one just counted.</summary>
    public bool Stop => control.Stop || Result.IsViolated;

    /// <summary>Lets what is found from now on go to another part's result. What was found before must be published: that result may have grown by other parts' since.</summary>
    public void Begin(SubtreeResult result)
    {
        Result = result;
        (_executions, _blocked, _cut) = (result.Executions, result.Blocked, result.Cut);
    }

    /// <summary>Names a bound that was reached; the result is then not exhaustive.</summary>
    public void AddBound(string bound) => Result.AddBound(bound);

    public void Count(ThreadStatus worst, bool clean)
    {
        switch (worst)
        {
            case ThreadStatus.Cut:
                Result.Cut++;
                break;
            case ThreadStatus.Blocked:
                Result.Blocked++;
                break;
            default:
                Result.Executions++;
                break;
        }

        if (!clean && control.Options.StopAtFirstViolation)
        {
            Result.IsViolated = true;
        }

        if (control.Options.MaxExecutions is { } max && control.Visited + Untold >= max)
        {
            Publish();
            control.End($"execution budget of {max}");
        }
    }

    private long Untold => Result.Executions + Result.Blocked + Result.Cut - _executions - _blocked - _cut;

    /// <summary>Called once per step of the search that may take long. Returns whether it is time to look at the clock.</summary>
    public bool Tick()
    {
        if (--_untilCheck > 0)
        {
            return false;
        }

        _untilCheck = CheckEvery;
        Publish();
        return true;
    }

    /// <summary>Tells the other workers what was counted.</summary>
    public void Publish()
    {
        control.Add(Result.Executions - _executions, Result.Blocked - _blocked, Result.Cut - _cut);
        (_executions, _blocked, _cut) = (Result.Executions, Result.Blocked, Result.Cut);
    }
}
