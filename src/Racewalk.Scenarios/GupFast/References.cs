using Racewalk.Exploration;
using Racewalk.Mm.Races;
using Racewalk.Programs;

namespace Racewalk.Scenarios.GupFast;

/// <summary>Reference counts must add up when everybody is done.</summary>
internal static class References
{
    /// <summary>Checks the counts of all small pages.</summary>
    /// <inheritdoc cref="GupWorld.CheckReferences"/>
    internal static FailureNote? Check(IExecution execution, GupWorld world, ulong gotPfn, ulong gotReferences, bool mapped, ulong others = 0) =>
        ExecutionOutcome.FailureOf(world.CheckReferences(new ExecutionOutcome(execution), gotPfn, gotReferences, mapped, others));
}
