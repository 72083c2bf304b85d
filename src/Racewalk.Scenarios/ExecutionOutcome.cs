using Racewalk.Exploration;
using Racewalk.Mm.Races;
using Racewalk.Programs;

namespace Racewalk.Scenarios;

/// <summary>An execution as a race judges it.</summary>
/// <param name="execution">The execution.</param>
internal sealed class ExecutionOutcome(IExecution execution) : IOutcome
{
    /// <inheritdoc/>
    public ulong Final(ulong address) => execution.Final(address);

    /// <inheritdoc/>
    public bool TryGetObserved(int actor, string name, out ulong value) => execution.TryGetObserved(actor, name, out value);

    /// <summary>The property of a race.</summary>
    internal static Func<IExecution, FailureNote?> PropertyOf(Race race) => execution => FailureOf(race.Judge(new ExecutionOutcome(execution)));

    /// <summary>A behaviour as a witness.</summary>
    internal static Witness WitnessOf(Behaviour behaviour) => new(behaviour.Name, execution => behaviour.Happened(new ExecutionOutcome(execution)));

    /// <summary>What is broken, as a verdict has it.</summary>
    internal static FailureNote? FailureOf(Breach? breach) =>
        breach is null ? null : new FailureNote(KindOf(breach.Kind), breach.Message);

    private static ViolationKind KindOf(BreachKind kind) => kind switch
    {
        BreachKind.LostData => ViolationKind.LostData,
        BreachKind.UseAfterFree => ViolationKind.UseAfterFree,
        BreachKind.UnhandledFault => ViolationKind.UnhandledFault,
        _ => ViolationKind.Assertion,
    };
}
