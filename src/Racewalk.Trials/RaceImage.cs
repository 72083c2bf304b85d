using Racewalk.Hardware;
using Racewalk.Mm.Memory;

namespace Racewalk.Trials;

/// <summary>What a race's memory holds at the beginning, to be put back before each round.</summary>
internal sealed class RaceImage
{
    private readonly (ulong Address, ulong Value)[] _words;

    /// <summary>Takes it over.</summary>
    /// <param name="memory">What the race says.</param>
    /// <param name="isOwn">Whether an address is the race's own.</param>
    /// <exception cref="TrialException">It has more memory than there is here.</exception>
    internal RaceImage(PhysicalMemory memory, Func<ulong, bool> isOwn)
    {
        var words = new SortedDictionary<ulong, ulong>();
        foreach (ulong address in memory.Words)
        {
            // The second of two words of 32 bits is the upper half of one of 64.
            int shift = (int)(address & 7) * 8;
            words[address & ~7UL] = words.GetValueOrDefault(address & ~7UL) | (memory.Initial.GetValueOrDefault(address) << shift);
        }

        _words = [.. words.Select(static w => (w.Key, w.Value))];
        if (!_words.All(w => isOwn(w.Address)))
        {
            throw new TrialException("the race needs more memory than a trial has");
        }
    }

    /// <summary>Puts all words back.</summary>
    internal void Restore(Cpu cpu)
    {
        foreach ((ulong address, ulong value) in _words)
        {
            cpu.WriteOnce(address, value);
        }
    }
}

/// <summary>What the CPUs showed in one round, and what is in memory now.</summary>
/// <param name="cpus">The CPUs, in the order of the actors.</param>
internal sealed class RoundOutcome(IReadOnlyList<Cpu> cpus) : Mm.Races.IOutcome
{
    /// <inheritdoc/>
    public ulong Final(ulong address) => (address & 7) == 0 ? cpus[0].PlainLoad(address) : cpus[0].ReadSecondWord(address);

    /// <inheritdoc/>
    public bool TryGetObserved(int actor, string name, out ulong value) => cpus[actor].TryGetObserved(name, out value);
}
