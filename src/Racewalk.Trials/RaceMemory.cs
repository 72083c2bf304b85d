using Racewalk.Hardware;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Races;

namespace Racewalk.Trials;

/// <summary>A race's memory in an arena, put back to its beginning before each round.</summary>
internal sealed class RaceMemory : IDisposable
{
    private const ulong Frames = 256;

    private readonly Arena _arena = new((Frames << BasePage.Shift) + (Frames * StructPage.Size) + BasePage.Size);
    private (ulong Address, ulong Value)[] _words = [];

    /// <summary>Where memory lies: frames, then their struct pages, then kernel data.</summary>
    internal MemoryLayout Layout => new(_arena.Base >> BasePage.Shift, _arena.Base + (Frames << BasePage.Shift), _arena.Base + (Frames << BasePage.Shift) + (Frames * StructPage.Size));

    /// <summary>Takes over what memory holds at the beginning.</summary>
    /// <exception cref="TrialException">The race has more memory than there is here.</exception>
    internal void Take(PhysicalMemory memory)
    {
        _words = [.. memory.Words.Select(address => (address, memory.Initial.GetValueOrDefault(address)))];
        if (_words.Any(w => !_arena.Contains(w.Address, 8)))
        {
            throw new TrialException("the race needs more memory than a trial has");
        }
    }

    /// <summary>Puts all words back.</summary>
    internal void Reset(Cpu cpu)
    {
        foreach ((ulong address, ulong value) in _words)
        {
            cpu.WriteOnce(address, value);
        }
    }

    public void Dispose() => _arena.Dispose();
}

/// <summary>What the CPUs showed in one round, and what is in memory now.</summary>
/// <param name="cpus">The CPUs, in the order of the actors.</param>
internal sealed class RoundOutcome(IReadOnlyList<Cpu> cpus) : IOutcome
{
    /// <inheritdoc/>
    public ulong Final(ulong address) => cpus[0].ReadOnce(address);

    /// <inheritdoc/>
    public bool TryGetObserved(int actor, string name, out ulong value) => cpus[actor].TryGetObserved(name, out value);
}
