namespace Racewalk.Hardware;

/// <content>Freeing memory and taking it again. Where the machine poisons, each free writes a pattern and finds what is freed twice, each allocation what was written in between.</content>
public sealed partial class Cpu
{
    /// <summary>Frees words of memory; if they begin a frame of the allocator, that frame.</summary>
    /// <param name="address">The first word.</param>
    /// <param name="words">How many.</param>
    /// <exception cref="BrokenRuleException">They were free already.</exception>
    public void Free(ulong address, int words)
    {
        for (int i = 0; _machine.Poisons && i < words; i++)
        {
            ulong word = address + ((ulong)i * 8);
            if (Interlocked.Exchange(ref Memory.At(word), Poison.Freed) == Poison.Freed)
            {
                Fail(FormattableString.Invariant($"frees 0x{word:x} twice"));
            }
        }

        _machine.Frames?.Free(this, address);
    }

    /// <summary>Takes words that were freed, and fills them.</summary>
    /// <param name="address">The first word.</param>
    /// <param name="words">How many.</param>
    /// <param name="contents">What each holds then.</param>
    /// <exception cref="BrokenRuleException">One was written after it was freed.</exception>
    public unsafe void Allocate(ulong address, int words, ulong contents)
    {
        if (!_machine.Poisons)
        {
            // Nobody else knows the memory yet: a block store, as clear_page is.
            new Span<ulong>((void*)address, words).Fill(contents);
            return;
        }

        for (int i = 0; i < words; i++)
        {
            ulong word = address + ((ulong)i * 8);
            if (Interlocked.Exchange(ref Memory.At(word), contents) != Poison.Freed)
            {
                Fail(FormattableString.Invariant($"0x{word:x} was written after it was freed"));
            }
        }
    }
}
