using Racewalk.Programs;

namespace Racewalk.Litmus.Semantics;

/// <content>What instructions of tests with page tables ask for.</content>
public sealed partial class ThreadBuilder
{
    /// <summary>Memory accesses of this instruction from now on come after the given event by intrinsic control: a translation that succeeded.</summary>
    public void GuardBy(int branch) => _guards = _guards.Add(branch);

    /// <summary>An address as this path supposes it: a constant.</summary>
    public Flow Resolve(Flow address) => address with { Value = Pool.Constant(ValueOf(address)) };

    /// <summary>The name of a location, for diagnostics.</summary>
    public string NameOf(int location) => _program.NameOfArray(location);

    /// <summary>The page that a constant address is in.</summary>
    /// <param name="address">The address.</param>
    /// <param name="page">The page.</param>
    /// <param name="distance">How far behind its beginning the address is.</param>
    public bool TryFindPage(Flow address, out int page, out long distance)
    {
        page = -1;
        distance = 0;
        return Pool.TryGetConstant(address.Value, out ulong known) && _program.TryFindPage(known, out page, out distance);
    }

    /// <summary>A walk reads a descriptor; this path supposes one of the values that the entry can have.</summary>
    /// <param name="entry">The descriptor's location.</param>
    /// <param name="address">Where the address that is translated comes from.</param>
    /// <param name="rule">What the walk makes of the descriptor.</param>
    /// <param name="sets">Names of the cat sets that the event is in.</param>
    /// <returns>The event, and the descriptor.</returns>
    public (int Event, ulong Descriptor) ReadDescriptor(int entry, Flow address, WalkRule rule, params IReadOnlyList<string> sets)
    {
        ulong supposed = SupposeDescriptor(entry);
        return (AddWalkRead(entry, supposed, address, rule, null, sets), supposed);
    }

    /// <summary>The value that this path supposes an entry to have when a walk reads it next.</summary>
    /// <param name="entry">The descriptor's location.</param>
    public ulong SupposeDescriptor(int entry)
    {
        IReadOnlyList<ulong> domain = _program.Domains.Of(entry);
        return domain[_choices.Next(domain.Count)];
    }

    /// <summary>Whether no execution writes a descriptor, so that no walk's read of it can make a difference.</summary>
    public bool IsConstant(int entry) => _program.Domains.IsConstant(entry);

    /// <summary>The location at a physical address.</summary>
    public int EntryAt(ulong address) => _program.LocationAt(address, out _);

    /// <summary>A walk's read of a descriptor with the value that the path supposes. Returns the event.</summary>
    /// <param name="entry">The descriptor's location.</param>
    /// <param name="supposed">The value.</param>
    /// <param name="address">Where the address of the entry comes from.</param>
    /// <param name="rule">What the walk makes of the descriptor; null with tables, where the explorer does not go.</param>
    /// <param name="step">Which walk it is, with tables.</param>
    /// <param name="sets">Names of the cat sets that the event is in.</param>
    public int AddWalkRead(int entry, ulong supposed, Flow address, WalkRule? rule, WalkStep? step, params IReadOnlyList<string> sets)
    {
        int ordinal = _reads++;
        Expr value = Pool.ReadValue(_thread, ordinal);
        _conditions.Add(new PathCondition(value, supposed, IsEqual: true, IsAddress: false));
        return Add(
            new LitmusEvent
            {
                Kind = LitmusEventKind.Read,
                Instruction = _instruction,
                Location = entry,
                Value = value,
                ReadOrdinal = ordinal,
                Size = sizeof(ulong),
                Sets = sets,
                IsImplicit = true,
                Walk = rule,
                Step = step,
            },
            address.Events);
    }

    /// <summary>Puts an event into one more cat set.</summary>
    public void Tag(int e, string set) => _events[e] = _events[e] with { Sets = [.. _events[e].Sets, set] };

    /// <summary>The hardware updates a descriptor that a walk has read. Returns the event.</summary>
    /// <param name="entry">The descriptor's location.</param>
    /// <param name="read">The walk's read; it is atomic with the update.</param>
    /// <param name="descriptor">The new value.</param>
    /// <param name="control">The decision that the update comes after.</param>
    /// <param name="sets">Names of the cat sets that the event is in.</param>
    public int UpdateDescriptor(int entry, int read, ulong descriptor, int control, params IReadOnlyList<string> sets)
    {
        int e = Add(
            new LitmusEvent
            {
                Kind = LitmusEventKind.Write,
                Instruction = _instruction,
                Location = entry,
                Value = Pool.Constant(descriptor),
                Size = sizeof(ulong),
                Sets = sets,
                IsImplicit = true,
            },
            [read]);
        _control.Add((control, e));
        _rmws.Add((read, e));
        return e;
    }

    /// <summary>The instruction takes an exception that ends translations as well. Returns the event.</summary>
    /// <param name="fault">What final states say about it.</param>
    /// <param name="what">Which translations.</param>
    /// <param name="sets">Names of the cat sets that the event is in.</param>
    public int FaultAndInvalidate(LitmusFault fault, Invalidation what, params IReadOnlyList<string> sets)
    {
        int e = Fault(fault, sets);
        _events[e] = _events[e] with { Invalidation = what };
        return e;
    }

    /// <summary>Invalidates translations. Returns the event.</summary>
    /// <param name="operand">Where what is invalidated comes from.</param>
    /// <param name="what">What it is.</param>
    /// <param name="sets">Names of the cat sets that the event is in.</param>
    public int Invalidate(Flow operand, Invalidation what, params IReadOnlyList<string> sets) => Add(
        new LitmusEvent { Kind = LitmusEventKind.Invalidate, Instruction = _instruction, Invalidation = what, Sets = sets }, operand.Events);
}
