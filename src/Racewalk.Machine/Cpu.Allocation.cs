using Racewalk.Programs;

namespace Racewalk.Machine;

/// <content>
/// Freeing and allocating memory. Freed words hold <see cref="Poison"/>; reading it through this CPU is a use after free. Both operations
/// exchange each word rather than write it, to look at what they overwrite, as PAGE_POISONING does (v6.12 mm/page_poison.c); the exchange has as
/// many executions as a write. A plain write to freed memory is found by the allocation that follows it.
/// </content>
public sealed partial class Cpu
{
    /// <summary>Frees words of memory.</summary>
    /// <param name="address">The first word.</param>
    /// <param name="words">How many.</param>
    public void Free(Word address, int words)
    {
        for (int i = 0; i < words; i++)
        {
            Overwrite(address + (i * 8), Poison.Freed, MemoryUse.Free);
        }
    }

    /// <summary>Allocates words of memory that was freed, or free from the start, and fills them.</summary>
    /// <param name="address">The first word.</param>
    /// <param name="words">How many.</param>
    /// <param name="contents">What each holds then.</param>
    public void Allocate(Word address, int words, Word contents)
    {
        for (int i = 0; i < words; i++)
        {
            Overwrite(address + (i * 8), contents, MemoryUse.Allocate);
        }
    }

    private void Overwrite(Word address, Word value, MemoryUse use)
    {
        SwitchPoint();
        _context.Rmw(RmwKind.Exchange, address, value, 0, _lowering.Unordered, use);
    }
}
