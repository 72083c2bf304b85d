namespace Racewalk.Litmus.Isla;

/// <summary>A thread.</summary>
/// <param name="Offset">Where its table is named.</param>
/// <param name="Number">Its number.</param>
/// <param name="Code">Its code.</param>
/// <param name="Init">Registers that are set before the processor is reset.</param>
/// <param name="Reset">Registers that are set when it has been reset. Where a register is in both, this is its value.</param>
public sealed record IslaThread(int Offset, int Number, IslaCode Code, IReadOnlyList<IslaRegister> Init, IReadOnlyList<IslaRegister> Reset);

/// <summary>A register's initial value.</summary>
/// <param name="Offset">Where the name is.</param>
/// <param name="Name">The register as it is named in the file: R0, VBAR_EL1, PSTATE.EL.</param>
/// <param name="Value">The value.</param>
public sealed record IslaRegister(int Offset, string Name, IslaExpression Value);
