using Racewalk.Litmus.Candidates;
using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Checking;

/// <summary>The final state of a complete candidate.</summary>
internal sealed class CandidateState(LitmusProgram program, Candidate candidate, ReadValues values) : IFinalState
{
    /// <inheritdoc/>
    public ulong Value(FinalPlace place)
    {
        if (!place.IsLocation)
        {
            return candidate.Skeleton.Paths[place.Thread].Trace.Registers.TryGetValue(place.Number, out Expr register)
                ? Known(register)
                : program.InitialRegister(place.Thread, place.Number);
        }

        for (int e = candidate.FinalWrites.Next(0); e >= 0; e = candidate.FinalWrites.Next(e + 1))
        {
            if (candidate.Skeleton.Events[e].Event.Location == place.Number)
            {
                return Known(candidate.Skeleton.Events[e].Event.Value);
            }
        }

        return program.InitialMemory.GetValueOrDefault(place.Number);
    }

    /// <inheritdoc/>
    public IReadOnlyList<LitmusFault> Faults(int thread) => candidate.Skeleton.Paths[thread].Trace.Faults;

    private ulong Known(Expr e) =>
        values.TryEvaluate(e, out ulong value) ? value : throw new InvalidOperationException("a value of a complete candidate is unknown");
}
