namespace Racewalk.Litmus.Isla;

/// <summary>
/// Code at an address of its own. What makes it a handler is its address alone: a processor comes to it by the vector base address that its thread sets
/// (VBAR_EL1, VBAR_EL2). Threads that set the same base share it, and tests exist whose names promise something else.
/// </summary>
/// <param name="Offset">Where its table is named.</param>
/// <param name="Name">The section's name, such as thread1_el1_handler.</param>
/// <param name="Code">The code.</param>
public sealed record IslaHandler(int Offset, string Name, IslaCode Code)
{
    /// <summary>Where it lies.</summary>
    public ulong Address => Code.Address;

    /// <summary>The thread that the name speaks of; null if it does not.</summary>
    public int? NamedThread => NumberBehind("thread");

    /// <summary>The exception level that the name speaks of; null if it does not.</summary>
    public int? NamedLevel => NumberBehind("_el");

    /// <summary>Whether the name says that exceptions come from a lower level (_lower_exc) or from its own (_same_exc); null if it says neither.</summary>
    public bool? NamedFromLower =>
        Name.EndsWith("_lower_exc", StringComparison.Ordinal) ? true
        : Name.EndsWith("_same_exc", StringComparison.Ordinal) ? false
        : null;

    private int? NumberBehind(string word)
    {
        int at = Name.IndexOf(word, StringComparison.Ordinal);
        int digit = at < 0 ? Name.Length : at + word.Length;
        return digit < Name.Length && char.IsAsciiDigit(Name[digit]) ? Name[digit] - '0' : null;
    }
}
