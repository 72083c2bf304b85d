namespace Racewalk.Programs;

/// <summary>What somebody waits for: that a word compares as asked.</summary>
/// <param name="Address">Where the word is.</param>
/// <param name="Kind">How it must compare.</param>
/// <param name="Operand">With what.</param>
/// <param name="Mask">Which of its bits.</param>
public readonly record struct WaitCondition(ulong Address, AwaitKind Kind, ulong Operand, ulong Mask = ulong.MaxValue)
{
    /// <summary>Whether a value ends the wait.</summary>
    public bool IsMetBy(ulong value) => Kind switch
    {
        AwaitKind.Equal => (value & Mask) == Operand,
        AwaitKind.NotEqual => (value & Mask) != Operand,
        _ => true,
    };
}
