using Racewalk.Hardware;
using Racewalk.Trials.Worlds;

namespace Racewalk.Trials.Stress;

/// <summary>What all actors of a stress run share: the process, who may have taken what away, and what was found wrong.</summary>
internal sealed class StressContext
{
    private readonly LossClock[] _data;
    private readonly LossClock[] _areas;
    private readonly LossClock[] _permissions;
    private readonly List<Ledger> _userLedgers = [];
    private readonly List<Violation> _violations = [];
    private volatile int _busyPmd;
    private volatile bool _hasViolations;

    internal StressContext(MmWorld world)
    {
        World = world;
        _data = [.. Enumerable.Range(0, world.Pmds).Select(static _ => new LossClock())];
        _areas = [.. world.Vmas.Select(static _ => new LossClock())];
        _permissions = [.. world.Vmas.Select(static _ => new LossClock())];
    }

    internal MmWorld World { get; }

    internal int Pages => World.Pmds * MmWorld.PtrsPerTable;

    /// <summary>What is known of each owner's words.</summary>
    internal List<Ledger> Ledgers { get; } = [];

    internal bool HasViolations => _hasViolations;

    /// <summary>The calls that take away what a PMD entry maps.</summary>
    internal LossClock Data(int pmd) => _data[pmd];

    /// <summary>The calls that take the VMA of a PMD entry away.</summary>
    internal LossClock Areas(int pmd) => _areas[pmd / World.Vmas[0].Pmds];

    /// <summary>The calls that take the permission to write away from the VMA of a PMD entry.</summary>
    internal LossClock Permissions(int pmd) => _permissions[pmd / World.Vmas[0].Pmds];

    internal WorldVma VmaOf(int pmd) => World.Vmas[pmd / World.Vmas[0].Pmds];

    /// <summary>A ledger for somebody who stores.</summary>
    /// <param name="isUser">Whether all stores are user code's.</param>
    /// <exception cref="TrialException">There are too many.</exception>
    internal Ledger NewLedger(bool isUser)
    {
        if (Ledgers.Count == Ledger.MostOwners)
        {
            throw new TrialException(FormattableString.Invariant($"at most {Ledger.MostOwners} actors can store"));
        }

        var ledger = new Ledger(Ledgers.Count, Pages, page => _data[page / MmWorld.PtrsPerTable]);
        Ledgers.Add(ledger);
        if (isUser)
        {
            _userLedgers.Add(ledger);
        }

        return ledger;
    }

    /// <summary>One of those whose stores are all user code's.</summary>
    internal Ledger UserLedger(ref SplitMix random) => _userLedgers[(int)random.Below((uint)_userLedgers.Count)];

    /// <summary>A PMD entry at random; half of the time the one that the others work on as well.</summary>
    internal int AnyPmd(ref SplitMix random)
    {
        uint choice = random.Below(64);
        if (choice == 0)
        {
            _busyPmd = (int)random.Below((uint)World.Pmds);
        }

        return choice < 32 ? _busyPmd : (int)random.Below((uint)World.Pmds);
    }

    /// <summary>A PMD entry whose data may be taken away: none of the first VMA, if there is another.</summary>
    internal int LossyPmd(ref SplitMix random)
    {
        int kept = World.Vmas.Count > 1 ? World.Vmas[0].Pmds : 0;
        return kept + (int)random.Below((uint)(World.Pmds - kept));
    }

    /// <summary>Notes something wrong with a word of user memory.</summary>
    internal void Wrong(Cpu cpu, string actor, int page, int offset, string what)
    {
        ulong address = World.Space.AddressOf(page, offset);
        Add(new Violation(
            ViolationKind.Data,
            address,
            FormattableString.Invariant($"{actor} on CPU {cpu.Id}: the word at 0x{address:x} (PMD entry {page / MmWorld.PtrsPerTable}, PTE {page % MmWorld.PtrsPerTable}) {what}")));
    }

    /// <summary>Notes something wrong.</summary>
    internal void Add(Violation violation)
    {
        lock (_violations)
        {
            _violations.Add(violation);
        }

        _hasViolations = true;
    }

    /// <summary>All that was found wrong.</summary>
    internal IReadOnlyList<Violation> Violations()
    {
        lock (_violations)
        {
            return [.. _violations];
        }
    }
}
