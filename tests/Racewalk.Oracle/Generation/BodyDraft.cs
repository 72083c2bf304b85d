using System.Collections.Immutable;
using Racewalk.Executions;
using Racewalk.Oracle.Language;
using Racewalk.Programs;

namespace Racewalk.Oracle.Generation;

/// <summary>A body in the making: adds random instructions, and knows which registers were set.</summary>
internal sealed class BodyDraft(ProgramDraft program, InstructionMix mix, int handler)
{
    private static readonly FenceKind[] FenceKinds =
    [
        FenceKind.Full, FenceKind.Load, FenceKind.Store, FenceKind.ContextSync, FenceKind.DsbFull, FenceKind.DsbLoad, FenceKind.DsbStore,
    ];
    private readonly SplitMix64 _random = program.Random;
    private readonly List<int> _registers = [];
    private ImmutableArray<Instruction>.Builder _code = ImmutableArray.CreateBuilder<Instruction>();
    private int _next;

    /// <summary>How many instructions there are, branches not counted.</summary>
    public int Length { get; private set; }

    /// <summary>The body as far as it is.</summary>
    public ImmutableArray<Instruction> Code => _code.ToImmutable();

    /// <summary>Adds instructions by the mix until there are so many.</summary>
    public BodyDraft Fill(int length)
    {
        while (program.TryTakeOwed(out int location))
        {
            Add(new Store(location, 1, StoreAccess()));
        }

        while (Length < length)
        {
            AddRandom(false);
        }

        return this;
    }

    /// <summary>Adds an instruction.</summary>
    public void Add(Instruction instruction)
    {
        if (instruction is Store store)
        {
            program.Store(store.Location.Location);
        }

        _code.Add(instruction);
        Length++;
    }

    /// <summary>Adds a load.</summary>
    public void AddLoad(LocationExpression location, Access access) => Add(new Load(NewRegister(), location, access, PickUse()));

    /// <summary>Adds a random read-modify-write.</summary>
    public void AddRmw(LocationExpression location, Access access)
    {
        RmwKind kind = _random.Of(
            RmwKind.Exchange, RmwKind.Exchange, RmwKind.Add, RmwKind.Add, RmwKind.Or, RmwKind.And, RmwKind.Xor,
            RmwKind.CompareExchange, RmwKind.CompareExchange, RmwKind.AddUnless);
        bool conditional = kind is RmwKind.CompareExchange or RmwKind.AddUnless;
        ValueExpression operand = PickValue();
        ValueExpression comparand = !conditional ? 0 : _random.Percent(20) ? PickValue() : _random.Below(2);
        Add(new Rmw(NewRegister(), kind, location, operand, comparand, access, PickRmwUse()));
    }

    /// <summary>Adds a random read-modify-write that always writes.</summary>
    public void AddWritingRmw(LocationExpression location, Access access)
    {
        RmwKind kind = _random.Of(RmwKind.Exchange, RmwKind.Exchange, RmwKind.Exchange, RmwKind.Add, RmwKind.Xor);
        ValueExpression operand = PickValue();
        Add(new Rmw(NewRegister(), kind, location, operand, 0, access, PickRmwUse()));
    }

    /// <summary>A random location, with a dependency as often as the mix says.</summary>
    public LocationExpression PickLocation()
    {
        int location = program.PickLocation();
        if (_registers.Count == 0 || !_random.Percent(mix.AddressDependency))
        {
            return location;
        }

        bool indexed = location + 1 < program.Locations && _random.Percent(40);
        return indexed ? LocationExpression.Indexed(location, PickRegister()) : LocationExpression.After(location, PickRegister());
    }

    /// <summary>A random value, with a dependency as often as the mix says.</summary>
    public ValueExpression PickValue() =>
        _registers.Count > 0 && _random.Percent(mix.DataDependency) ? PickDependentValue()
        : IsFreeing() ? ValueExpression.Constant(FreedMemory.Pattern)
        : _random.Between(1, 2);

    /// <summary>A value computed from a register.</summary>
    public ValueExpression PickDependentValue() => _random.Below(8) switch
    {
        < 4 => ValueExpression.Reg(PickRegister()),
        < 5 => ValueExpression.Plus(PickRegister(), 1),
        < 6 => ValueExpression.Xor(PickRegister()),
        _ => ValueExpression.Times(PickRegister(), (ulong)_random.Between(1, 2)),
    };

    /// <summary>A random annotation of a load.</summary>
    public Access LoadAccess() =>
        _random.Percent(mix.Annotated) ? _random.Of(Access.Acquire, Access.Acquire, Access.AcquirePc) : Access.None;

    /// <summary>A random annotation of a store.</summary>
    public Access StoreAccess() => _random.Percent(mix.Annotated) ? Access.Release : Access.None;

    /// <summary>A random annotation of a read-modify-write.</summary>
    public Access RmwAccess() =>
        _random.Of(Access.Atomic, Access.Atomic, Access.Exclusive)
        | _random.Of(Access.None, Access.Acquire, Access.Release, Access.Acquire | Access.Release);

    private void AddRandom(bool nested)
    {
        int pick = _random.Below(Total(nested));
        if ((pick -= mix.Load) < 0)
        {
            AddLoad(PickLocation(), LoadAccess());
        }
        else if ((pick -= mix.Store) < 0)
        {
            Add(new Store(PickLocation(), PickValue(), StoreAccess()));
        }
        else if ((pick -= mix.Rmw) < 0)
        {
            AddRmw(PickLocation(), RmwAccess());
        }
        else if ((pick -= mix.Fence) < 0)
        {
            Add(new Fence(_random.Percent(40) ? FenceKind.Full : FenceKinds[_random.Below(FenceKinds.Length)]));
        }
        else if ((pick -= mix.Choose) < 0)
        {
            Add(new Choose(NewRegister(), 2));
        }
        else if ((pick -= mix.Await) < 0)
        {
            AddAwait();
        }
        else if ((pick -= mix.Assume) < 0)
        {
            Condition condition = PickCondition();
            Add(new Assume(condition));
        }
        else if ((pick -= mix.Send) < 0)
        {
            AddSend();
        }
        else if ((pick -= mix.Poll) < 0)
        {
            // Every third masks all but the first handler.
            Add(new Poll(program.HandlerCount > 1 && ++program.Polls % 3 == 0 ? 1UL : 0));
        }
        else if ((pick - mix.Lock) < 0)
        {
            AddLocked();
        }
        else
        {
            AddBranch();
        }
    }

    // Locked sections and branches do not nest.
    private int Total(bool nested) =>
        mix.Load + mix.Store + mix.Rmw + mix.Fence + mix.Choose + mix.Await + mix.Assume + mix.Send + mix.Poll
        + (nested ? 0 : mix.Lock + mix.If);

    private void AddAwait()
    {
        AwaitKind condition = _random.Percent(25) ? AwaitKind.Equal : AwaitKind.NotEqual;
        LocationExpression location = program.PickAwaited();
        if (_registers.Count > 0 && _random.Percent(mix.AddressDependency))
        {
            location = LocationExpression.After(location.Location, PickRegister());
        }

        Add(new Await(NewRegister(), location, condition, condition == AwaitKind.Equal ? 1UL : 0, LoadAccess(), PickUse()));
    }

    private void AddLocked()
    {
        // The last location is the lock; it is a datum, too, now and then.
        LocationExpression location = program.Locations - 1;
        Access access = _random.Of(Access.Atomic, Access.Exclusive)
            | _random.Of(Access.Acquire, Access.Acquire, Access.Acquire | Access.Release, Access.None);
        Add(new AwaitRmw(
            NewRegister(), _random.Of(RmwKind.Exchange, RmwKind.Exchange, RmwKind.Add), location, 1, AwaitKind.Equal, 0, access));
        AddRandom(true);
        Add(new Store(location, 0, _random.Percent(75) ? Access.Release : Access.None));
    }

    private void AddBranch()
    {
        Condition condition = PickCondition();
        ImmutableArray<Instruction>.Builder outer = _code;
        _code = ImmutableArray.CreateBuilder<Instruction>();
        AddRandom(true);
        ImmutableArray<Instruction> then = Code;
        _code = ImmutableArray.CreateBuilder<Instruction>();
        if (_random.Percent(30))
        {
            AddRandom(true);
        }

        ImmutableArray<Instruction> otherwise = Code;
        _code = outer;
        _code.Add(new If(condition, then, otherwise));
    }

    // Profiles that free nothing ask for no number here, so that their programs stay what they were.
    private bool IsFreeing() => mix.Freeing > 0 && _random.Percent(mix.Freeing);

    private MemoryUse PickUse() => IsFreeing() ? MemoryUse.Access : MemoryUse.Unchecked;

    // Freeing and allocating are exchanges, and so are their mistakes.
    private MemoryUse PickRmwUse() => !IsFreeing() ? MemoryUse.Unchecked : _random.Of(MemoryUse.Access, MemoryUse.Free, MemoryUse.Allocate);

    private void AddSend()
    {
        if (program.Sends < mix.MaxSends && handler + 1 < program.HandlerCount)
        {
            program.Sends++;
            Add(new Send(_random.Below(program.ThreadCount), _random.Between(handler + 1, program.HandlerCount - 1)));
        }
    }

    private Condition PickCondition()
    {
        if (_registers.Count == 0)
        {
            AddLoad(PickLocation(), LoadAccess());
        }

        ValueExpression left = ValueExpression.Reg(PickRegister());
        ValueExpression right = _registers.Count > 1 && _random.Percent(15) ? ValueExpression.Reg(PickRegister()) : _random.Below(2);
        return new Condition(left, _random.Percent(50), right);
    }

    // Late registers are picked more often: they make longer chains.
    private int PickRegister() => _registers[Math.Max(_random.Below(_registers.Count), _random.Below(_registers.Count))];

    private int NewRegister()
    {
        int register = _registers.Count > 0 && _random.Percent(10) ? PickRegister() : _next++ % TestProgram.RegisterCount;
        if (!_registers.Contains(register))
        {
            _registers.Add(register);
        }

        return register;
    }
}
