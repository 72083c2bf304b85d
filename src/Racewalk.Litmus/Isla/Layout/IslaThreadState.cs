namespace Racewalk.Litmus.Isla.Layout;

/// <summary>A thread as it starts.</summary>
/// <param name="Thread">The thread as it stands in the file.</param>
/// <param name="Registers">
/// The registers by their names: X0 to X30, and system registers as VBAR_EL1 and PSTATE.EL. What the test does not set is as in <see cref="InitialRegisters"/>;
/// general-purpose registers that it does not set are not there.
/// </param>
public sealed record IslaThreadState(IslaThread Thread, IReadOnlyDictionary<string, ulong> Registers)
{
    /// <summary>The thread's number.</summary>
    public int Number => Thread.Number;

    /// <summary>Its code.</summary>
    public IslaCode Code => Thread.Code;

    /// <summary>The exception level, 0 to 2.</summary>
    public int ExceptionLevel => (int)Registers["PSTATE.EL"];

    /// <summary>PSTATE.SP: whether the level uses its own stack pointer. It decides by which vector an exception to the same level is taken.</summary>
    public bool UsesOwnStackPointer => Registers["PSTATE.SP"] != 0;

    /// <summary>A register's value; null if it is not set.</summary>
    public ulong? Find(string register) => Registers.TryGetValue(register, out ulong value) ? value : null;
}
