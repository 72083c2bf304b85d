using Racewalk.Executions;
using Racewalk.Programs;

namespace Racewalk.Machine;

/// <content>
/// Two words that lie together and are also read and written one at a time, as x86-PAE's entries are: lock cmpxchg8b makes both new at once. It holds the line
/// meanwhile: a mark in the first word, which is no value of it, makes those wait who read that word. So the second word's exchange is the instant at which both
/// change: whoever has seen the new second word sees the new first word afterwards, and whoever has seen the new first word sees the new second word.
/// </content>
public sealed partial class Cpu
{
    private const ulong LineHeld = 1UL << 63;

    /// <summary>READ_ONCE of the first of two words.</summary>
    public Word ReadFirstWord(Word address)
    {
        SwitchPoint();
        return _context.Await(address, AwaitKind.NotEqual, LineHeld, Access.None, LineHeld);
    }

    /// <summary>READ_ONCE of the second.</summary>
    public Word ReadSecondWord(Word address) => ReadOnce(address);

    /// <summary>WRITE_ONCE of the first.</summary>
    public void WriteFirstWord(Word address, Word value) => WriteOnce(address, value);

    /// <summary>WRITE_ONCE of the second.</summary>
    public void WriteSecondWord(Word address, Word value) => WriteOnce(address, value);

    /// <summary>xchg of both (a loop over cmpxchg8b): fully ordered. All that write the words this way hold one lock; another mark is a mistake of the program.</summary>
    /// <param name="first">The address of the first word.</param>
    /// <param name="second">The address of the second.</param>
    /// <param name="newFirst">The first's new value.</param>
    /// <param name="newSecond">The second's new value.</param>
    /// <param name="oldSecond">What the second was.</param>
    /// <returns>What the first was.</returns>
    public Word XchgDoubleWord(Word first, Word second, Word newFirst, Word newSecond, out Word oldSecond)
    {
        SwitchPoint();
        Word oldFirst = _lowering.Rmw(_context, RmwKind.Exchange, first, LineHeld, 0, MemoryOrder.Full);
        _context.Assert((oldFirst & LineHeld) == 0, "two CPUs exchange a pair of words at once");
        oldSecond = _lowering.Rmw(_context, RmwKind.Exchange, second, newSecond, 0, MemoryOrder.Full);
        _lowering.Rmw(_context, RmwKind.Exchange, first, newFirst, 0, MemoryOrder.Full);
        return oldFirst;
    }
}
