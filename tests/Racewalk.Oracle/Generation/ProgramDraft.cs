using System.Collections.Immutable;
using System.Numerics;
using Racewalk.Oracle.Language;

namespace Racewalk.Oracle.Generation;

/// <summary>A program in the making.</summary>
internal sealed class ProgramDraft(SplitMix64 random, int threads, int locations, int handlers = 0)
{
    private readonly List<ImmutableArray<Instruction>> _threads = [];
    private readonly List<ImmutableArray<Instruction>> _handlers = [];
    private ulong _stored;
    private ulong _owed;

    /// <summary>The random numbers.</summary>
    public SplitMix64 Random { get; } = random;

    /// <summary>How many locations there are.</summary>
    public int Locations { get; } = locations;

    /// <summary>How many threads there will be.</summary>
    public int ThreadCount { get; } = threads;

    /// <summary>How many handlers there will be.</summary>
    public int HandlerCount { get; } = handlers;

    /// <summary>How many sends there are.</summary>
    public int Sends { get; set; }

    /// <summary>How many polls there are so far.</summary>
    public int Polls { get; set; }

    /// <summary>Adds a thread.</summary>
    public void AddThread(ImmutableArray<Instruction> code) => _threads.Add(code);

    /// <summary>Adds a handler.</summary>
    public void AddHandler(ImmutableArray<Instruction> code) => _handlers.Add(code);

    /// <summary>Notes that a location is stored to.</summary>
    public void Store(int location) => _stored |= 1UL << location;

    /// <summary>
    /// A location to await: one that is stored to, or the next thread owes a store to it; otherwise most runs would block.
    /// </summary>
    public int PickAwaited()
    {
        int location = PickLocation();
        if ((_stored >> location & 1) == 0 && Random.Percent(80))
        {
            _owed |= 1UL << location;
        }

        return location;
    }

    /// <summary>Whether a store is owed to an awaited location; it is not owed any more then.</summary>
    public bool TryTakeOwed(out int location)
    {
        location = BitOperations.TrailingZeroCount(_owed);
        bool owed = _owed != 0;
        _owed &= _owed - 1;
        return owed;
    }

    /// <summary>A random location.</summary>
    public int PickLocation() => Random.Below(Locations);

    /// <summary>The program.</summary>
    public TestProgram Finish(string name)
    {
        ImmutableArray<ulong>.Builder initial = ImmutableArray.CreateBuilder<ulong>();
        for (int location = 0; location < Locations; location++)
        {
            initial.Add(Random.Percent(8) ? 1UL : 0);
        }

        return new TestProgram { Name = name, Initial = initial.ToImmutable(), Threads = [.. _threads], Handlers = [.. _handlers] };
    }
}
