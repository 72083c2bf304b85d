using Racewalk.Programs;

namespace Racewalk.Machine;

/// <summary>The walk of one access: one read for each level, each from where the level above says. Then a physical address, or the class of a fault.</summary>
internal ref struct PageWalk
{
    private readonly CheckedMachine _machine;
    private readonly ThreadContext _context;
    private readonly AddressSpace _space;
    private readonly int _page;
    private readonly bool _isStore;
    private readonly bool _isUser;

    private PageWalk(CheckedMachine machine, ThreadContext context, AddressSpace space, Word address, bool isStore, bool isUser)
    {
        (_machine, _context, _space, _page, _isStore, _isUser) = (machine, context, space, space.PageOf(address.Bits), isStore, isUser);
        Reads = address.Reads;
    }

    /// <summary>The reads so far, and those that the virtual address comes from.</summary>
    internal ReadSet Reads { get; private set; }

    /// <summary>The entry that maps memory, or that ended the walk.</summary>
    private ulong Leaf { get; set; }

    /// <summary>Walks.</summary>
    /// <returns>Whether the access may be made.</returns>
    internal static bool TryTranslate(
        CheckedMachine machine, ThreadContext context, AddressSpace space, Word address, bool isStore, bool isUser, out Word physical, out FaultClass fault) =>
        TryTranslate(machine, context, space, address, isStore, isUser, out physical, out fault, out _);

    /// <summary>Walks, and gives the entry that maps memory, too.</summary>
    /// <returns>Whether the access may be made.</returns>
    internal static bool TryTranslate(
        CheckedMachine machine, ThreadContext context, AddressSpace space, Word address, bool isStore, bool isUser, out Word physical, out FaultClass fault, out ulong leaf)
    {
        var walk = new PageWalk(machine, context, space, address, isStore, isUser);
        bool translates = space.Format is HashTableFormat hash ? walk.TryHash(hash, out ulong page, out fault) : walk.TryWalk(out page, out fault);
        ulong offset = address.Bits & ((1UL << space.Format.FrameShift) - 1);
        physical = new Word(page + offset, walk.Reads);
        leaf = walk.Leaf;
        return translates;
    }

    private bool TryWalk(out ulong physical, out FaultClass fault)
    {
        PageTableFormat format = _space.Format;
        ulong table = _space.Root;
        for (int level = 0; ; level++)
        {
            bool isLast = level == _space.Levels - 1;
            ulong value = isLast && _space.ContiguousEntries > 1
                ? ReadOneOfSet(table, out ulong moved)
                : Read(table, _page, level, out moved);
            if (!isLast && format.IsTable(value))
            {
                table = format.OutputOf(value);
                continue;
            }

            CheckLeaf(value, level);
            Leaf = value;
            physical = format.OutputOf(value) + _space.DistanceIn(_page, level) + moved;
            bool isUnused = !isLast && (value & format.UnusedBlock(_machine.Translation.BreakBeforeMakeLevel(_context.Thread))) != 0;
            FaultClass? reason = isUnused ? FaultClass.Translation : format.FaultOf(value, _machine.Translation, _isStore, _isUser);
            fault = reason.GetValueOrDefault();
            return reason is null;
        }
    }

    /// <summary>The hash MMU: one entry, in two doublewords.</summary>
    private bool TryHash(HashTableFormat format, out ulong physical, out FaultClass fault)
    {
        ulong entry = _space.Root + ((ulong)_page * HashTableFormat.EntrySize);
        uint tag = WalkTag.Of(_space, _page, 0);
        ulong first = Read(entry, format.FirstRule, tag);
        if (!format.IsValid(first))
        {
            (physical, fault) = (0, FaultClass.Translation);
            return false;
        }

        ulong second = Read(entry + HashTableFormat.SecondWord, RuleOf(0), tag);
        Leaf = second;
        physical = format.OutputOf(second);
        FaultClass? reason = format.FaultOf(second, _machine.Translation, _isStore, _isUser);
        fault = reason.GetValueOrDefault();
        return reason is null;
    }

    private ulong Read(ulong table, int page, int level, out ulong moved)
    {
        moved = 0;
        return Read(table + ((ulong)_space.IndexOf(page, level) * 8), RuleOf(level), WalkTag.Of(_space, page, level));
    }

    private ulong Read(ulong address, WalkRule rule, uint tag)
    {
        Word entry = _context.Walk(new Word(address, Reads), rule, tag);
        Reads |= entry.Reads;
        if (Poison.IsFreed(entry.Bits))
        {
            _context.Fail(ViolationKind.UseAfterFree, $"the walk of CPU {_context.Thread} reads {_machine.Name(address)}, an entry of a page table that has been freed");
        }

        return entry.Bits;
    }

    /// <summary>
    /// If the entry is one of a contiguous set, any other one of the set may be used in its place, moved by the distance, if what is read has the bit set and can be
    /// cached (R_SKQHL, R_CBXXM; docs/models/translation.md, 2.4). Which page an invalidation must be of: <see cref="ContiguousScope"/>.
    /// </summary>
    private ulong ReadOneOfSet(ulong table, out ulong moved)
    {
        int set = _space.ContiguousEntries;
        int first = _page / set * set;
        int other = first + ((_page - first + _context.Choose(set)) % set);
        int level = _space.Levels - 1;
        int covered = _machine.Translation.ContiguousScope == ContiguousScope.TranslatedPage ? _page : other;
        ulong value = Read(table + ((ulong)_space.IndexOf(other, level) * 8), RuleOf(level), WalkTag.Of(_space, covered, level));
        PageTableFormat format = _space.Format;
        moved = unchecked((ulong)(_page - other) << format.FrameShift);
        bool isUsable = other == _page || (format.IsCacheable(value) && format.IsContiguous(value));

        // A choice of the hardware, and no branch of the code that is checked.
        _context.Assume(isUsable);
        return value;
    }

    private readonly WalkRule RuleOf(int level) =>
        _space.Format.RuleOf(_machine.Translation, _context.Thread, level == _space.Levels - 1, _space.HasBlocks, _isStore, _isUser);

    /// <summary>What this machine has no meaning for is a mistake of the scenario, and nothing to be silent about.</summary>
    private readonly void CheckLeaf(ulong value, int level)
    {
        PageTableFormat format = _space.Format;
        if (!format.IsValid(value))
        {
            return;
        }

        if (level < _space.Levels - 1 && !_space.HasBlocks)
        {
            throw new InvalidOperationException($"{_space.Name} has no blocks, but 0x{value:x} of level {level} maps memory");
        }

        bool isGlobal = (value & format.NotGlobal) == 0;
        if (isGlobal != (_space.Asid == 0))
        {
            throw new InvalidOperationException(
                $"0x{value:x} in {_space.Name} is {(isGlobal ? "global: a user's" : "not global: a kernel's")} is refused, as invalidation by address space would be wrong");
        }
    }
}
