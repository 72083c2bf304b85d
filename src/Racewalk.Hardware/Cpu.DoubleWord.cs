using System.Runtime.CompilerServices;

namespace Racewalk.Hardware;

/// <content>
/// Two words that lie together and are also read and written one at a time, as x86-PAE's entries are. .NET has no compare-and-exchange of two words, so the exchange holds the line by a mark in the
/// first word, as the checked machine's does.
/// </content>
public sealed partial class Cpu
{
    private const ulong LineHeld = 1UL << 63;

    /// <summary>READ_ONCE of the first of two words.</summary>
    public ulong ReadFirstWord(ulong address)
    {
        ulong seen;
        while (((seen = Memory.Read(address)) & LineHeld) != 0)
        {
            Thread.SpinWait(1);
        }

        return seen;
    }

    /// <summary>xchg of both: fully ordered. All that write the words this way hold one lock.</summary>
    /// <param name="first">The address of the first word.</param>
    /// <param name="second">The address of the second.</param>
    /// <param name="newFirst">The first's new value.</param>
    /// <param name="newSecond">The second's new value.</param>
    /// <param name="oldSecond">What the second was.</param>
    /// <returns>What the first was.</returns>
    /// <exception cref="BrokenRuleException">Two CPUs do it at once.</exception>
    public ulong XchgDoubleWord(ulong first, ulong second, ulong newFirst, ulong newSecond, out ulong oldSecond)
    {
        ulong oldFirst = Interlocked.Exchange(ref Memory.At(first), LineHeld);
        BugOn((oldFirst & LineHeld) != 0, "two CPUs exchange a pair of words at once");
        oldSecond = Interlocked.Exchange(ref Memory.At(second), newSecond);
        Interlocked.Exchange(ref Memory.At(first), newFirst);
        return oldFirst;
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
