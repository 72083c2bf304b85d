using System.Runtime.CompilerServices;

namespace Racewalk.Hardware;

/// <summary>
/// One processor as the memory manager sees it: the operations of the checked machine's CPU under the same names, on this machine's atomics. Used by one thread at a time, the
/// one that <see cref="Processors"/> runs on it; other CPUs touch only what its <see cref="CpuState"/> shares.
/// </summary>
public sealed unsafe partial class Cpu
{
    private readonly Processors _machine;
    private readonly CpuState _state;
    private readonly ulong* _readSide;
    private readonly ulong* _pending;

    internal Cpu(Processors machine, int id, CpuState state)
    {
        _machine = machine;
        Id = id;
        _state = state;
        _readSide = state.ReadSideAddress;
        _pending = state.PendingAddress;
        _queue = machine.QueueNodes;
        _tlb = new Tlb(state);
    }

    /// <summary>This CPU's number (smp_processor_id).</summary>
    public int Id { get; }

    /// <summary>All CPUs but this one, as a mask.</summary>
    public ulong OtherCpus => _machine.AllCpus & ~(1UL << Id);

    /// <summary>Fails if the flag is set (BUG_ON).</summary>
    /// <exception cref="BrokenRuleException">It is.</exception>
    public void BugOn(bool flag, string message)
    {
        if (flag)
        {
            Fail(message);
        }
    }

    internal CpuState State => _state;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Fail(string message) => throw new BrokenRuleException($"CPU {Id}: {message}");
}
