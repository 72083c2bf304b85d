namespace Racewalk.Mm.Memory;

/// <summary>An entry is one word that is read and written at once: rule (3a) of ptep_get_lockless.</summary>
public sealed class OneWordPtep : PtepAccess
{
    /// <inheritdoc/>
    public override Word Get(Cpu cpu, Word ptep) => cpu.ReadOnce(ptep);

    /// <inheritdoc/>
    public override Word GetLockless(Cpu cpu, Word ptep) => cpu.ReadOnce(ptep);

    /// <inheritdoc/>
    public override void Set(Cpu cpu, MmStruct mm, int page, Word ptep, Word pte) => cpu.WriteOnce(ptep, pte);

    /// <inheritdoc/>
    public override Word GetAndClear(Cpu cpu, MmStruct mm, int page, Word ptep) => cpu.Xchg(ptep, 0);
}
