using Racewalk.Mm.Hashing;
using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Collapse;

/// <summary>Whose pmdp_collapse_flush is used.</summary>
public enum CollapseFlushKind
{
    /// <summary>v6.12 mm/pgtable-generic.c.</summary>
    Generic,

    /// <summary>radix__pmdp_collapse_flush, v6.12 arch/powerpc/mm/book3s64/radix_pgtable.c.</summary>
    Ppc64Radix,

    /// <summary>hash__pmdp_collapse_flush, v6.12 arch/powerpc/mm/book3s64/hash_pgtable.c.</summary>
    Ppc64Hash,
}

/// <summary>K1 and K2: makes a PMD entry none and flushes what it mapped.</summary>
/// <param name="mm">The address space.</param>
/// <param name="kind">Whose.</param>
/// <param name="clear">How the entry is cleared.</param>
/// <param name="interrupts">Whether it interrupts the CPUs that run the address space, as was proposed before 2ba99c5e0881.</param>
public sealed class PmdpCollapseFlush(MmStruct mm, CollapseFlushKind kind, EntryClear clear, bool interrupts = false)
{
    /// <summary>pmdp_collapse_flush: the entry as it was.</summary>
    public Word Flush(Cpu cpu, int pmdIndex)
    {
        cpu.Step(CollapseSteps.ClearPmd);
        Word pmd = clear.GetAndClear(cpu, mm.PmdOffset(pmdIndex));
        if (kind != CollapseFlushKind.Generic)
        {
            SerializeAgainstPteLookup(cpu);
        }

        if (kind != CollapseFlushKind.Ppc64Hash)
        {
            mm.FlushPmd(cpu, pmdIndex);
        }
        else if (mm.Hash is not null)
        {
            new HashFlush(mm, mm.Hash).FlushPmdRange(cpu, pmd, pmdIndex);
        }

        if (interrupts && cpu.Step(CollapseSteps.CollapseIpi))
        {
            cpu.SmpCallFunctionMany(mm.CpuMask, IpiFunction.DoNothing);
        }

        return pmd;
    }

    /// <summary>serialize_against_pte_lookup (v6.12 arch/powerpc/mm/book3s64/pgtable.c).</summary>
    private void SerializeAgainstPteLookup(Cpu cpu)
    {
        if (cpu.Step(CollapseSteps.SerializeMb))
        {
            cpu.SmpMb();
        }

        if (cpu.Step(CollapseSteps.SerializeIpi))
        {
            cpu.SmpCallFunctionMany(mm.CpuMask, IpiFunction.DoNothing);
        }
    }
}
