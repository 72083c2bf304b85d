using System.Runtime.CompilerServices;

namespace Racewalk.Hardware;

/// <content>
/// Two words of 32 bits that lie together and are also read and written one at a time, as x86-PAE's entries are. Both at once are one word of 64 bits, so the exchange is what
/// cmpxchg8b does.
/// </content>
public sealed partial class Cpu
{
    /// <summary>READ_ONCE of the first of two words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong ReadFirstWord(ulong address) => Volatile.Read(ref Memory.HalfAt(address));

    /// <summary>READ_ONCE of the second.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong ReadSecondWord(ulong address) => Volatile.Read(ref Memory.HalfAt(address));

    /// <summary>WRITE_ONCE of the first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteFirstWord(ulong address, ulong value) => Volatile.Write(ref Memory.HalfAt(address), (uint)value);

    /// <summary>WRITE_ONCE of the second.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteSecondWord(ulong address, ulong value) => Volatile.Write(ref Memory.HalfAt(address), (uint)value);

    /// <summary>xchg of both: fully ordered.</summary>
    /// <param name="first">The address of the first word, a multiple of 8.</param>
    /// <param name="second">The address of the second, 4 bytes behind it.</param>
    /// <param name="newFirst">The first's new value, of 32 bits.</param>
    /// <param name="newSecond">The second's new value, of 32 bits.</param>
    /// <param name="oldSecond">What the second was.</param>
    /// <returns>What the first was.</returns>
    /// <exception cref="BrokenRuleException">The words are no two halves of one.</exception>
    public ulong XchgDoubleWord(ulong first, ulong second, ulong newFirst, ulong newSecond, out ulong oldSecond)
    {
        if ((first & 7) != 0 || second != first + 4)
        {
            Fail(FormattableString.Invariant($"0x{first:x} and 0x{second:x} are not the halves of a word"));
        }

        ulong old = Interlocked.Exchange(ref Memory.At(first), (uint)newFirst | (newSecond << 32));
        oldSecond = old >> 32;
        return (uint)old;
    }

    /// <summary>The head of a loop that tries again until others are done: an interrupt point.</summary>
    /// <param name="loop">The kernel's name of the loop.</param>
    /// <param name="what">What it waits for.</param>
    /// <param name="address">A word that has to change.</param>
    public void LoopHead(string loop, string what, ulong address) => Poll();

    /// <summary>A word as a number: what the checked build needs a name for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Concretise(ulong word) => word;
}
