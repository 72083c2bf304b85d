using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Checking;

/// <summary>How an execution ended, whoever found it.</summary>
internal interface IFinalState
{
    /// <summary>The value of a register or location.</summary>
    ulong Value(FinalPlace place);

    /// <summary>The exceptions that a thread took.</summary>
    IReadOnlyList<LitmusFault> Faults(int thread);
}
