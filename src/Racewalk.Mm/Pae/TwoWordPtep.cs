using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Pae;

/// <summary>How an entry of two words is cleared.</summary>
public enum TwoWordClear
{
    /// <summary>Both at once: native_ptep_get_and_clear, a loop over cmpxchg8b.</summary>
    Exchange,

    /// <summary>The low word, then the high word: native_pte_clear.</summary>
    Stores,
}

/// <summary>
/// An entry is two words: the low one has the present bit, the flags and the low bits of the frame number, the high one the rest (v6.12
/// arch/x86/include/asm/pgtable-3level.h; ptep_get_lockless with CONFIG_GUP_GET_PXX_LOW_HIGH, v6.12 include/linux/pgtable.h). Entries as the rest of the memory manager
/// sees them are both in one.
/// </summary>
/// <param name="lowPfnBits">How many bits of the frame number the low word has: 20 on real machines.</param>
/// <param name="clear">How an entry is cleared.</param>
public sealed class TwoWordPtep(int lowPfnBits, TwoWordClear clear) : PtepAccess
{
    /// <summary>Observed: the entry that ptep_get_lockless returned, both words in one.</summary>
    public const string Returned = "lockless-returned";

    /// <summary>How far the high word lies behind the low one, in bytes.</summary>
    public const ulong HighOffset = 4;

    private readonly int _highShift = PageTableEntry.PfnShift + lowPfnBits;

    /// <summary>The address of the high word.</summary>
    public static Word High(Word ptep) => ptep + HighOffset;

    /// <summary>ptep_get: two loads of the compiler's; nobody says in which order, this is what it makes of it.</summary>
    /// <inheritdoc/>
    public override Word Get(Cpu cpu, Word ptep)
    {
        Word low = cpu.ReadFirstWord(ptep);
        return Join(low, cpu.ReadSecondWord(High(ptep)));
    }

    /// <inheritdoc/>
    public override Word GetLockless(Cpu cpu, Word ptep)
    {
        // Each time round the low word has changed, so it ends when the writers do.
        while (true)
        {
            Word low = cpu.ReadFirstWord(ptep);
            if (cpu.Step(PaeSteps.FirstRmb))
            {
                cpu.SmpRmb();
            }

            Word high = cpu.ReadSecondWord(High(ptep));
            if (cpu.Step(PaeSteps.SecondRmb))
            {
                cpu.SmpRmb();
            }

            if (!cpu.Step(PaeSteps.CompareLow) || cpu.ReadFirstWord(ptep) == low)
            {
                Word pte = Join(low, high);
                cpu.Observe(Returned, pte);
                return pte;
            }
        }
    }

    /// <summary>native_set_pte: the entry is not present.</summary>
    /// <inheritdoc/>
    public override void Set(Cpu cpu, MmStruct mm, int page, Word ptep, Word pte)
    {
        cpu.WriteSecondWord(High(ptep), pte >> _highShift);
        if (cpu.Step(PaeSteps.SetWmb))
        {
            cpu.SmpWmb();
        }

        cpu.WriteFirstWord(ptep, pte & ((1UL << _highShift) - 1));
    }

    /// <inheritdoc/>
    public override Word GetAndClear(Cpu cpu, MmStruct mm, int page, Word ptep)
    {
        if (clear == TwoWordClear.Exchange)
        {
            Word oldLow = cpu.XchgDoubleWord(ptep, High(ptep), 0, 0, out Word oldHigh);
            return Join(oldLow, oldHigh);
        }

        Word pte = Get(cpu, ptep);
        cpu.WriteFirstWord(ptep, 0);
        if (cpu.Step(PaeSteps.ClearWmb))
        {
            cpu.SmpWmb();
        }

        cpu.WriteSecondWord(High(ptep), 0);
        return pte;
    }

    private Word Join(Word low, Word high) => low | (high << _highShift);
}
