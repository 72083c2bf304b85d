using System.Collections.Immutable;

namespace Racewalk.Litmus.Semantics;

/// <summary>
/// What the semantics of a dialect calls to run one path of a thread: instructions are imperative code over this, and where the way on depends on a value
/// that only a complete execution knows, <see cref="Branch"/>, <see cref="Decide"/> and <see cref="Choose"/> answer what this path supposes. The code is
/// run again from its start for every other path, so it must be a deterministic function of the answers.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
public sealed partial class ThreadBuilder
{
    private readonly LitmusProgram _program;
    private readonly int _thread;
    private readonly PathChoices _choices;
    private readonly List<LitmusEvent> _events = [];
    private readonly List<(int From, int To)> _data = [];
    private readonly List<(int From, int To)> _control = [];
    private readonly List<(int From, int To)> _order = [];
    private readonly List<(int Read, int Write)> _rmws = [];
    private readonly List<PathCondition> _conditions = [];
    private readonly List<(int After, int Taken)> _chosen = [];
    private readonly SortedDictionary<int, Expr> _registers = [];
    private readonly List<LitmusFault> _faults = [];
    private readonly List<(int Branch, int End)> _branchEnds = [];
    private ImmutableArray<int> _controllers = [];
    private ImmutableArray<int> _guards = [];
    private int _instruction = -1;
    private int _offset;
    private int _reads;
    private WildAccess? _wild;
    private string? _cut;
    private TestMistake? _mistake;
    private readonly List<TestMistake> _warnings = [];
    private bool _isWaiting;

    internal ThreadBuilder(LitmusProgram program, int thread, PathChoices choices)
    {
        _program = program;
        _thread = thread;
        _choices = choices;
    }

    /// <summary>The expressions of the test.</summary>
    public ExprPool Pool => _program.Pool;

    /// <summary>The number of instructions begun so far.</summary>
    public int InstructionCount => _instruction + 1;

    /// <summary>How many times the path has had more than one way to go on so far; a loop without such a decision ends by itself or never.</summary>
    public int DecisionCount => _choices.Count;

    /// <summary>How addresses are translated; null if they are not.</summary>
    public TranslationSetup? Translation => _program.Translation;

    /// <summary>What the hardware of this thread updates in descriptors.</summary>
    public HardwareManagement Management => _program.Translation?.Management[_thread] ?? HardwareManagement.None;

    /// <summary>How a thread without a handler goes on after a fault.</summary>
    public FaultHandling Handling => _program.Handling;

    /// <summary>Whether the thread's code is at EL0.</summary>
    public bool IsUser => _program.Translation?.UserThreads.Contains(_thread) ?? false;

    /// <summary>The test's threads.</summary>
    public IReadOnlyList<ILitmusThread> Threads => _program.Threads;

    /// <summary>The value that the next memory read will return, or one further on: for instructions whose read depends on its own outcome.</summary>
    /// <param name="further">How many reads come before it.</param>
    public Expr ReadAhead(int further = 0) => Pool.ReadValue(_thread, _reads + further);

    /// <summary>Begins an instruction instance: later events are after all earlier ones in program order. Ends control within the instruction.</summary>
    /// <param name="offset">Where it is in the file.</param>
    public void BeginInstruction(int offset)
    {
        _instruction++;
        _offset = offset;
        _controllers = [];
        _guards = [];
    }

    /// <summary>An immediate.</summary>
    public Flow Constant(ulong value) => Flow.Of(Pool.Constant(value));

    /// <summary>A computation without an event of its own.</summary>
    public Flow Compute(ExprOp op, Flow a, Flow b) => new(Pool.Compute(op, a.Value, b.Value), Merge(a.Events, b.Events));

    /// <summary>The value of a register without an event: for what has no dependency.</summary>
    public Expr PeekRegister(int register) =>
        _registers.TryGetValue(register, out Expr value) ? value : Pool.Constant(_program.InitialRegister(_thread, register));

    /// <summary>Reads a register.</summary>
    /// <param name="register">Its number; the dialect chooses numbers, see <see cref="LitmusProgram"/>.</param>
    /// <param name="port">Which input of an access it feeds.</param>
    public Flow ReadRegister(int register, Port port = Port.None)
    {
        Expr value = PeekRegister(register);
        int e = Add(new LitmusEvent { Kind = LitmusEventKind.RegisterRead, Instruction = _instruction, Location = register, Value = value, Port = port }, []);
        return new Flow(value, [e]);
    }

    /// <summary>Writes a register. Returns the event.</summary>
    public int WriteRegister(int register, Flow value)
    {
        _registers[register] = value.Value;
        return Add(
            new LitmusEvent { Kind = LitmusEventKind.RegisterWrite, Instruction = _instruction, Location = register, Value = value.Value }, value.Events);
    }

    /// <summary>Reads memory.</summary>
    /// <param name="address">Where; if it is no constant, this path supposes one of the locations that a pointer can name.</param>
    /// <param name="size">In bytes.</param>
    /// <param name="sets">Names of the cat sets that the event is in ("A", "X", "once"…).</param>
    public Flow Load(Flow address, int size, params IReadOnlyList<string> sets)
    {
        int location = Locate(address, size);
        int ordinal = _reads++;
        Expr value = Pool.ReadValue(_thread, ordinal);
        int e = Add(
            new LitmusEvent
            {
                Kind = LitmusEventKind.Read,
                Instruction = _instruction,
                Location = location,
                Value = value,
                ReadOrdinal = ordinal,
                Size = size,
                Sets = sets,
            },
            address.Events);
        return new Flow(value, [e]);
    }

    /// <summary>Writes memory. Returns the event's index.</summary>
    /// <param name="address">Where, see <see cref="Load"/>.</param>
    /// <param name="data">What.</param>
    /// <param name="size">In bytes.</param>
    /// <param name="sets">Names of the cat sets that the event is in.</param>
    public int Store(Flow address, Flow data, int size, params IReadOnlyList<string> sets)
    {
        int location = Locate(address, size);
        return Add(
            new LitmusEvent
            {
                Kind = LitmusEventKind.Write,
                Instruction = _instruction,
                Location = location,
                Value = data.Value,
                Size = size,
                Sets = sets,
            },
            Merge(address.Events, data.Events));
    }

    /// <summary>Another event at a location that neither reads nor writes it as memory (cat sets decide what it is): an SRCU grace period, a TLBI.</summary>
    public int Access(LitmusEventKind kind, Flow address, Expr value, params IReadOnlyList<string> sets) =>
        Add(new LitmusEvent { Kind = kind, Instruction = _instruction, Location = Locate(address), Value = value, Sets = sets }, address.Events);

    /// <summary>A barrier, or another event without location.</summary>
    public int Fence(params IReadOnlyList<string> sets) =>
        Add(new LitmusEvent { Kind = LitmusEventKind.Fence, Instruction = _instruction, Sets = sets }, []);

    /// <summary>Changes how later addresses are translated.</summary>
    /// <param name="value">Where the new state comes from.</param>
    /// <param name="sets">Names of the cat sets that the event is in.</param>
    public int ChangeContext(Flow value, params IReadOnlyList<string> sets) =>
        Add(new LitmusEvent { Kind = LitmusEventKind.Fence, Instruction = _instruction, Sets = sets }, value.Events);

    /// <summary>Says that memory accesses of this instruction, which are of one kind, are one single-copy atomic access.</summary>
    public void MakeOne(IEnumerable<int> events)
    {
        foreach (int e in events)
        {
            _events[e] = _events[e] with { IsPartOfOne = true };
        }
    }

    /// <summary>Says that a read and a write make up one successful read-modify-write.</summary>
    public void PairRmw(int read, int write) => _rmws.Add((read, write));

    /// <summary>
    /// Decides on a value with a branch event (cat: B; in <paramref name="sets"/> put "BCC" if the instruction is a conditional branch). Everything later in
    /// program order is control-dependent on it; for later events of this instruction see <see cref="ControlledBy"/>.
    /// </summary>
    /// <returns>The event, and whether this path supposes the value to be other than 0.</returns>
    public (int Event, bool IsTaken) Branch(Flow condition, params IReadOnlyList<string> sets)
    {
        int e = Add(
            new LitmusEvent { Kind = LitmusEventKind.Branch, Instruction = _instruction, Value = condition.Value, Sets = sets }, condition.Events);
        return (e, Decide(condition.Value));
    }

    /// <summary>Ends what depends on a branch: later events do not, as after the end of an <c>if</c> statement. Without it everything later does.</summary>
    public void EndBranch(int branch) => _branchEnds.Add((branch, _events.Count));

    /// <summary>Decides on a value without an event.</summary>
    /// <returns>Whether this path supposes the value to be other than 0.</returns>
    public bool Decide(Expr condition)
    {
        if (Pool.TryGetConstant(condition, out ulong known))
        {
            return known != 0;
        }

        foreach (PathCondition earlier in _conditions)
        {
            if (earlier.Expression == condition && (earlier.Expected == 0 || earlier.IsEqual))
            {
                return earlier.Expected == 0 ? !earlier.IsEqual : true;
            }
        }

        bool isTaken = _choices.Next(2) == 0;
        _conditions.Add(new PathCondition(condition, 0, !isTaken, IsAddress: false));
        return isTaken;
    }

    /// <summary>Says that the path is only taken if a value is as given, as for the word of a lock that is taken.</summary>
    public void Require(Expr value, ulong expected) => _conditions.Add(new PathCondition(value, expected, IsEqual: true, IsAddress: false));

    /// <summary>A free choice (a store-exclusive may fail): each alternative, from 0, is a path.</summary>
    public int Choose(int alternatives)
    {
        int taken = _choices.Next(alternatives);
        _chosen.Add((_conditions.Count, taken));
        return taken;
    }

    /// <summary>Later events of this instruction come after the given ones by intrinsic control, until <see cref="BeginInstruction"/> or the next call.</summary>
    public void ControlledBy(params ReadOnlySpan<int> events) => _controllers = [.. events];

    /// <summary>Adds intrinsic order between two events (iico_order).</summary>
    public void Order(int from, int to) => _order.Add((from, to));

    /// <summary>Adds intrinsic data causality between two events, where it does not follow from flows.</summary>
    public void Data(int from, int to) => _data.Add((from, to));

    /// <summary>Adds intrinsic control causality between two events.</summary>
    public void Control(int from, int to) => _control.Add((from, to));

    /// <summary>The instruction takes an exception. Returns the event.</summary>
    /// <param name="fault">What final states say about it.</param>
    /// <param name="sets">Names of the cat sets that the event is in.</param>
    public int Fault(LitmusFault fault, params IReadOnlyList<string> sets)
    {
        _faults.Add(fault);
        return Add(new LitmusEvent { Kind = LitmusEventKind.Fault, Instruction = _instruction, Location = fault.Location, Sets = sets }, []);
    }

    /// <summary>Ends the path at a bound; the verdict becomes inconclusive.</summary>
    public void Cut(string why) => _cut = why;

    /// <summary>Ends the path where the test goes wrong: an error if an execution takes it.</summary>
    public void Break(string why) => _mistake ??= new TestMistake(why, _offset);

    /// <summary>Ends the path where the thread can only wait: no execution ends there, and those that go on end like others do.</summary>
    public void Wait() => _isWaiting = true;

    /// <summary>Says what a reader of the test may have overlooked about this instruction.</summary>
    public void Warn(string what) => _warnings.Add(new TestMistake(what, _offset));

    /// <summary>Whether a round of a loop could be left out of every execution that begins like this path, see <see cref="LoopRound"/>.</summary>
    /// <param name="starts">The instances of the first instruction of each round, ascending; the last round ends now.</param>
    public bool HasRoundToLeaveOut(IReadOnlyList<int> starts)
    {
        LoopRound? before = null;
        for (int i = 0; i < starts.Count; i++)
        {
            int end = i + 1 < starts.Count ? starts[i + 1] : int.MaxValue;
            var round = LoopRound.Of(_events, starts[i], end);
            if (before is not null && before.CanBeLeftOutBefore(round))
            {
                return true;
            }

            before = round;
        }

        return false;
    }

    internal ThreadTrace Finish() => new()
    {
        Events = _events,
        IntrinsicData = _data,
        IntrinsicControl = _control,
        IntrinsicOrder = _order,
        ReadModifyWrites = _rmws,
        Conditions = _conditions,
        Choices = _chosen,
        Registers = _registers,
        Faults = _faults,
        BranchEnds = _branchEnds,
        Wild = _wild,
        Cut = _cut,
        Mistake = _mistake,
        Warnings = _warnings,
        IsWaiting = _isWaiting,
    };

    // Where the test says at which addresses its memory is, an access can be on two of its locations at once.
    private int Locate(Flow address, int size)
    {
        ulong value = ValueOf(address);
        return _program.HasRealAddresses && value % (ulong)size != 0
            ? throw _program.Source.Unsupported(_offset, FormattableString.Invariant($"an access of {size} bytes to an address that is no multiple of {size}"))
            : LocationAt(value);
    }

    private int Locate(Flow address) => LocationAt(ValueOf(address));

    private ulong ValueOf(Flow address)
    {
        if (Pool.TryGetConstant(address.Value, out ulong known))
        {
            return known;
        }

        foreach (PathCondition earlier in _conditions)
        {
            if (earlier.Expression == address.Value && earlier.IsAddress)
            {
                return earlier.Expected;
            }
        }

        // What cannot be an address at all is found when the value is known: see PathCondition.IsAddress.
        IReadOnlyList<ulong> targets = _program.PointerTargets;
        ulong chosen = targets.Count == 0 ? 0 : targets[_choices.Next(targets.Count)];
        _conditions.Add(new PathCondition(address.Value, chosen, IsEqual: true, IsAddress: true));
        return chosen;
    }

    private int LocationAt(ulong address)
    {
        int location = _program.LocationAt(address, out bool isWild);
        _wild ??= isWild ? new WildAccess(address, _offset) : null;
        return location;
    }

    private int Add(LitmusEvent e, ImmutableArray<int> sources)
    {
        int index = _events.Count;
        _events.Add(e with { Offset = _offset });
        foreach (int source in sources)
        {
            _data.Add((source, index));
        }

        foreach (int controller in _controllers)
        {
            _control.Add((controller, index));
        }

        if (e.Kind is LitmusEventKind.Read or LitmusEventKind.Write && !e.IsImplicit)
        {
            foreach (int guard in _guards)
            {
                _control.Add((guard, index));
            }
        }

        return index;
    }

    private static ImmutableArray<int> Merge(ImmutableArray<int> a, ImmutableArray<int> b) => a.IsEmpty ? b : b.IsEmpty ? a : [.. a.Union(b)];
}
