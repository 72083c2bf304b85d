using Racewalk.Hardware;
using Racewalk.Trials.Worlds;

namespace Racewalk.Trials.Stress;

/// <summary>Somebody who works on the process, on one CPU.</summary>
/// <param name="name">What it is called.</param>
/// <param name="context">What all share.</param>
internal abstract class StressActor(string name, StressContext context)
{
    private readonly SortedDictionary<string, long> _outcomes = new(StringComparer.Ordinal);

    /// <summary>What it is called: actors of one kind have one name.</summary>
    internal string Name => name;

    /// <summary>How many operations it has done.</summary>
    internal long Operations { get; private set; }

    /// <summary>How they came out.</summary>
    internal IReadOnlyDictionary<string, long> Outcomes => _outcomes;

    /// <summary>The references that it holds while everything is stopped.</summary>
    internal virtual IEnumerable<HeldReference> Held => [];

    protected StressContext Context => context;

    protected MmWorld World => context.World;

    /// <summary>One operation.</summary>
    internal void Run(Cpu cpu, ref SplitMix random)
    {
        Operations++;
        Act(cpu, ref random);
        if (cpu.TryGetObserved(Cpu.FreedRead, out ulong address))
        {
            context.Add(new Violation(ViolationKind.Machine, address, FormattableString.Invariant($"{name} on CPU {cpu.Id}: reads freed memory at 0x{address:x}")));
            cpu.Forget();
        }
    }

    /// <summary>Gives everything back that it holds.</summary>
    internal virtual void Finish(Cpu cpu)
    {
    }

    protected abstract void Act(Cpu cpu, ref SplitMix random);

    protected void Count(string outcome) => _outcomes[outcome] = _outcomes.GetValueOrDefault(outcome) + 1;
}
