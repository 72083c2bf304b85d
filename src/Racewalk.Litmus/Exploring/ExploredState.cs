using Racewalk.Exploration;
using Racewalk.Litmus.Checking;
using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Exploring;

/// <summary>The final state of an execution that the explorer visits.</summary>
internal sealed class ExploredState(LitmusProgram program, IReadOnlyList<ThreadPlan> plans) : IFinalState
{
    /// <summary>The execution; set before each look.</summary>
    public required IExecution Execution { get; set; }

    /// <inheritdoc/>
    public ulong Value(FinalPlace place) => place.IsLocation
        ? Execution.Final(program.AddressAt(place.Number))
        : Observed(place.Thread, PlanRunner.NameOf(place.Number));

    /// <inheritdoc/>
    public IReadOnlyList<LitmusFault> Faults(int thread) => plans[thread].Traces[(int)Observed(thread, PlanRunner.PathName)].Faults;

    private ulong Observed(int thread, string name) => Execution.TryGetObserved(thread, name, out ulong value)
        ? value
        : throw new InvalidOperationException($"thread {thread} ended without {name}");
}
