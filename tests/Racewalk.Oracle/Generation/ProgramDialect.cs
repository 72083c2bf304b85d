namespace Racewalk.Oracle.Generation;

/// <summary>Whose barriers and annotations a random program has.</summary>
public enum ProgramDialect
{
    /// <summary>Arm's: acquire, release, DMB, DSB, ISB; under SC and TSO most of them mean nothing.</summary>
    Arm,

    /// <summary>Power's: sync, lwsync, eieio, isync.</summary>
    Power,

    /// <summary>LKMM's: tags, plain accesses, the kernel's barriers, spinlocks.</summary>
    Lkmm,
}
