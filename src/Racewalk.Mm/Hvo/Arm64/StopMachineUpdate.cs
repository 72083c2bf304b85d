namespace Racewalk.Mm.Hvo.Arm64;

/// <summary>Strategy B: break and make while all CPUs are stopped (Catalin Marinas's suggestion in the thread of 20240113094436.2506396).</summary>
/// <param name="vmemmap">The memmap.</param>
/// <param name="stop">What stops them.</param>
public sealed class StopMachineUpdate(Vmemmap vmemmap, StopMachine stop) : VmemmapUpdate(vmemmap)
{
    private readonly List<IReadOnlyList<EntryUpdate>> _batches = [];

    /// <summary>What a CPU can ask for: known before anything runs, as the function is given no more than a number.</summary>
    /// <returns>The number.</returns>
    public int Add(IReadOnlyList<EntryUpdate> entries)
    {
        _batches.Add(entries);
        return _batches.Count - 1;
    }

    /// <inheritdoc/>
    public override List<EntryUpdate> NewBatch()
    {
        List<EntryUpdate> batch = base.NewBatch();
        Add(batch);
        return batch;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The entries were not added.</exception>
    public override void Update(Cpu cpu, IReadOnlyList<EntryUpdate> entries, Action<Cpu>? between = null)
    {
        int batch = _batches.IndexOf(entries);
        if (batch < 0)
        {
            throw new ArgumentException("the entries were not added", nameof(entries));
        }

        cpu.Step(UpdateSteps.Stop);
        stop.Stop(cpu, (ulong)batch);
    }

    /// <summary>What runs meanwhile, on one CPU.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="batch">The number of the entries.</param>
    /// <param name="between">What it does while they are broken; for experiments.</param>
    public void WhileStopped(Cpu cpu, Word batch, Action<Cpu>? between = null)
    {
        for (int i = 0; i < _batches.Count; i++)
        {
            if (batch == (ulong)i)
            {
                for (int j = 0; j < _batches[i].Count; j++)
                {
                    EntryUpdate entry = _batches[i][j];
                    Break(cpu, entry);
                    between?.Invoke(cpu);
                    Make(cpu, entry);
                }
            }
        }
    }
}
