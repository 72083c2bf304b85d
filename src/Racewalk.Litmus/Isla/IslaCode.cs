namespace Racewalk.Litmus.Isla;

/// <summary>The code of a thread or a handler, cut into instructions; what they mean is not looked at.</summary>
/// <param name="Offset">Where the text begins in the file; it is there character by character.</param>
/// <param name="Text">The text.</param>
/// <param name="Address">Where the first instruction lies in memory, the same in every address space.</param>
/// <param name="Instructions">The instructions from the first to the last.</param>
/// <param name="Labels">The labels in their order.</param>
public sealed record IslaCode(int Offset, string Text, ulong Address, IReadOnlyList<IslaInstruction> Instructions, IReadOnlyList<IslaCodeLabel> Labels)
{
    /// <summary>How many bytes an instruction of A64 has.</summary>
    public const int InstructionSize = 4;

    /// <summary>The address behind the last instruction.</summary>
    public ulong End => Address + (ulong)(Instructions.Count * InstructionSize);

    /// <summary>The address that a label stands for; null without it. Of a local label such as <c>1:</c>, which can be there often, the first.</summary>
    public ulong? AddressOf(string label)
    {
        foreach (IslaCodeLabel known in Labels)
        {
            if (string.Equals(known.Name, label, StringComparison.Ordinal))
            {
                return Address + (ulong)(known.Index * InstructionSize);
            }
        }

        return null;
    }

    /// <summary>Which instruction lies at an address; -1 for none.</summary>
    public int IndexAt(ulong address) =>
        address >= Address && address < End && (address - Address) % InstructionSize == 0 ? (int)((address - Address) / InstructionSize) : -1;
}

/// <summary>An instruction.</summary>
/// <param name="Offset">Where it begins in the file, behind labels and blanks.</param>
/// <param name="Length">How long it is, without blanks and comments behind it.</param>
public readonly record struct IslaInstruction(int Offset, int Length);

/// <summary>A label.</summary>
/// <param name="Offset">Where it is in the file.</param>
/// <param name="Name">Its name; digits are a local label of the assembler, for branches to <c>1f</c> and <c>1b</c>.</param>
/// <param name="Index">The instruction that it stands before; the number of instructions if it is the last thing.</param>
public sealed record IslaCodeLabel(int Offset, string Name, int Index);
