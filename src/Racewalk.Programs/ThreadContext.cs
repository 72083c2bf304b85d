using Racewalk.Executions;

namespace Racewalk.Programs;

/// <summary>
/// What a thread of a checked program calls: each method asks the engine for one operation and returns its result. The engine may replay
/// earlier results, so a thread must be a deterministic function of what it reads.
/// </summary>
/// <remarks>One instance serves one run of one context and is used by one thread only. Higher layers (the kernel's operations) build on it.</remarks>
public sealed class ThreadContext
{
    [ThreadStatic]
    private static ThreadContext? t_current;

    private readonly IOperationSink _sink;
    private readonly List<Note> _notes = [];
    private ReadSet _control;
    private ReadSet _decided;
    private ReadSet _mistaken;
    private int _reads;
    private bool _unwinding;

    /// <summary>A context whose operations go to <paramref name="sink"/>.</summary>
    /// <param name="sink">Answers operations: the engine.</param>
    /// <param name="thread">The index of the program's thread (its CPU).</param>
    /// <param name="argument">What a handler is told: for an inter-processor interrupt, the sending CPU.</param>
    public ThreadContext(IOperationSink sink, int thread, int argument = -1)
    {
        _sink = sink;
        Thread = thread;
        Argument = argument;
    }

    /// <summary>The index of the program's thread (its CPU).</summary>
    public int Thread { get; }

    /// <summary>For a handler: the sending CPU; otherwise -1.</summary>
    public int Argument { get; }

    /// <summary>
    /// Whether memory that is read must not have been freed. Who reads it nevertheless has failed, and ends where it first branches on the value: if it ended at once, whatever comes behind would
    /// depend on the value, which no processor makes it.
    /// </summary>
    public bool ChecksFreedMemory { get; set; }

    /// <summary>Reads a location.</summary>
    public Word Load(Word address, Access access = Access.None) =>
        Read(new Operation { Kind = OperationKind.Read, Use = MemoryUse.Access, Access = access, Address = address.Bits, AddressReads = address.Reads });

    /// <summary>Reads a location until the value, masked, compares as asked with <paramref name="operand"/>; blocks meanwhile.</summary>
    public Word Await(Word address, AwaitKind condition, Word operand, Access access = Access.None, ulong mask = ulong.MaxValue)
    {
        Word value = Read(new Operation
        {
            Kind = OperationKind.Read,
            Use = MemoryUse.Access,
            Access = access,
            Address = address.Bits,
            AddressReads = address.Reads,
            Await = condition,
            AwaitOperand = operand.Bits,
            AwaitMask = mask,
        });
        // Leaving the wait is a branch on what was read (and on what it was compared with).
        WaitFor(value.Reads | operand.Reads);
        return value;
    }

    /// <summary>Writes a location.</summary>
    public void Store(Word address, Word value, Access access = Access.None) => Ask(new Operation
    {
        Kind = OperationKind.Write,
        Access = access,
        Address = address.Bits,
        AddressReads = address.Reads,
        Operand = value.Bits,
        DataReads = value.Reads,
    });

    /// <summary>Reads and writes a location atomically. Returns the value read; whether it wrote follows from <paramref name="kind"/>.</summary>
    public Word Rmw(RmwKind kind, Word address, Word operand, Word comparand, Access access, MemoryUse use = MemoryUse.Access) => Read(new Operation
    {
        Kind = OperationKind.Rmw,
        Use = use,
        Rmw = kind,
        Access = access,
        Address = address.Bits,
        AddressReads = address.Reads,
        Operand = operand.Bits,
        Comparand = comparand.Bits,
        DataReads = operand.Reads | comparand.Reads,
    });

    /// <summary>
    /// As <see cref="Rmw"/>, but blocks until the value read satisfies the condition; only then does it write. This is how a lock is taken:
    /// a failed attempt has no effect, so it blocks.
    /// </summary>
    public Word AwaitRmw(RmwKind kind, Word address, Word operand, AwaitKind condition, Word awaited, Access access, ulong mask = ulong.MaxValue)
    {
        Word value = Read(new Operation
        {
            Kind = OperationKind.Rmw,
            Use = MemoryUse.Access,
            Rmw = kind,
            Access = access,
            Address = address.Bits,
            AddressReads = address.Reads,
            Operand = operand.Bits,
            DataReads = operand.Reads,
            Await = condition,
            AwaitOperand = awaited.Bits,
            AwaitMask = mask,
        });
        WaitFor(value.Reads | awaited.Reads);
        return value;
    }

    /// <summary>
    /// A page walk reads a descriptor, and the hardware updates it if the rule says so. Whoever uses the value decides by it what the thread does next
    /// without a control dependency: a walk's read is before everything later of its CPU, as far as it decides what exists.
    /// </summary>
    /// <param name="address">Where the descriptor is; depends on the read of the level above and on what the translated address comes from.</param>
    /// <param name="rule">What the walk makes of it.</param>
    /// <param name="tag">What invalidations tell the read by.</param>
    /// <returns>The descriptor; to use an address that depends on it is to be translated by it. Its value must not be stored or compared.</returns>
    public Word Walk(Word address, WalkRule rule, uint tag) => Read(new Operation
    {
        Kind = rule.MayUpdate ? OperationKind.Rmw : OperationKind.Read,
        Rmw = rule.MayUpdate ? RmwKind.Walk : RmwKind.Exchange,
        Access = Access.Walk,
        Walk = rule,
        Tag = tag,
        Address = address.Bits,
        AddressReads = address.Reads,
    });

    /// <summary>Takes a fault instead of an access: a context synchronisation.</summary>
    /// <param name="fault">The class.</param>
    /// <param name="walk">The reads of the walk that led to it, and of what the address came from.</param>
    public void Fault(FaultClass fault, ReadSet walk) =>
        Ask(new Operation { Kind = OperationKind.Fault, Operand = (ulong)fault, AddressReads = walk });

    /// <summary>Invalidates translations. It is complete, for other CPUs too, only if a full DSB follows.</summary>
    /// <param name="scope">Which.</param>
    /// <param name="isLocal">Whether of this CPU only.</param>
    /// <param name="operand">What the operand depends on.</param>
    public void Invalidate(InvalidationScope scope, bool isLocal, ReadSet operand = default) => Ask(new Operation
    {
        Kind = OperationKind.Invalidate,
        Operand = scope.Packed,
        IsLocal = isLocal,
        AddressReads = operand,
    });

    /// <summary>A barrier.</summary>
    public void Fence(FenceKind kind) => Ask(new Operation { Kind = OperationKind.Fence, Fence = kind });

    /// <summary>A free choice: every alternative from 0 to <paramref name="alternatives"/> - 1 is explored.</summary>
    public int Choose(int alternatives) =>
        (int)Ask(new Operation { Kind = OperationKind.Choice, Operand = (ulong)alternatives });

    /// <summary>Sends an inter-processor interrupt; the target runs the program's handler number <paramref name="handler"/>.</summary>
    public void Send(int target, int handler) =>
        Ask(new Operation { Kind = OperationKind.Send, Address = (ulong)target, Operand = (ulong)handler });

    /// <summary>
    /// A point with interrupts enabled: a pending interrupt may be taken here. Its handler runs before this returns. Another one may be
    /// pending, so whoever took one looks again.
    /// </summary>
    /// <param name="handlers">The handlers of the interrupts that are not masked, a bit each; 0 for all.</param>
    /// <returns>Whether an interrupt was taken.</returns>
    public bool Poll(ulong handlers = 0) => Ask(new Operation { Kind = OperationKind.Poll, Operand = handlers }) != 0;

    /// <summary>Blocks the thread unless the flag is set; records control.</summary>
    public void Assume(Flag flag)
    {
        BranchOn(flag.Reads);
        if (!flag.Value)
        {
            Ask(new Operation { Kind = OperationKind.Blocked });
        }
    }

    /// <summary>
    /// The head of a loop that may go round without effect. An iteration that reads exactly what the one before read blocks here until one
    /// of its reads can change, and does not count towards the loop bound.
    /// </summary>
    /// <param name="name">Names the loop when the bound cuts it.</param>
    public void LoopHead(string name)
    {
        Add(new LoopNote(name));
        Ask(new Operation { Kind = OperationKind.LoopHead });
    }

    /// <summary>Stops the thread with a violation.</summary>
    /// <param name="kind">What kind of violation.</param>
    /// <param name="message">What broke, for the reader of the race table.</param>
    public void Fail(ViolationKind kind, string message)
    {
        Add(new FailureNote(kind, message));
        Ask(new Operation { Kind = OperationKind.Failed });
    }

    /// <summary>Fails with an assertion violation unless the flag is set; records control.</summary>
    public void Assert(Flag flag, string message)
    {
        BranchOn(flag.Reads);
        if (!flag.Value)
        {
            Fail(ViolationKind.Assertion, message);
        }
    }

    /// <summary>Takes a value out of the model for use in ordinary C# (an array index, a switch); records control on all it depends on.</summary>
    public ulong Concretise(Word value)
    {
        BranchOn(value.Reads);
        return value.Bits;
    }

    /// <summary>Attaches information for reports and properties to the next operation. Not part of the execution.</summary>
    public void Add(Note note)
    {
        if (_unwinding)
        {
            throw ThreadUnwindException.Instance;
        }

        _notes.Add(note);
    }

    /// <summary>
    /// Performs an operation of another context in this one's place: contexts of one CPU are one program order, and what one has branched on controls what follows
    /// in any. For whoever shuffles contexts.
    /// </summary>
    /// <param name="operation">The operation; its reads are counted in this context's ordinals.</param>
    /// <param name="notes">What was attached to it.</param>
    /// <param name="value">What it returned.</param>
    /// <param name="ordinal">If it is a read, its ordinal here.</param>
    /// <returns>False if the run ends here; then everything below has to unwind, and this context with <see cref="Unwind"/>.</returns>
    public bool TryForward(Operation operation, List<Note> notes, out ulong value, out int ordinal)
    {
        value = 0;
        ordinal = -1;
        if (_unwinding)
        {
            return false;
        }

        _control |= operation.ControlReads;
        _decided |= operation.ControlReads;
        operation.ControlReads = _control;
        operation.WaitReads = _control - _decided;
        if (operation.Kind is OperationKind.Read or OperationKind.Rmw)
        {
            ordinal = _reads++;
        }

        _notes.AddRange(notes);
        if (!_sink.TryPerform(in operation, _notes, out value))
        {
            _unwinding = true;
            return false;
        }

        _notes.Clear();
        return true;
    }

    /// <summary>The reads that were branched on so far.</summary>
    public ReadSet Control => _control;

    /// <summary>Whether the run has ended and unwinds.</summary>
    public bool IsUnwinding => _unwinding;

    /// <summary>Ends this context's run, if a forwarded operation has ended it.</summary>
    /// <exception cref="ThreadUnwindException">It has.</exception>
    public void Unwind()
    {
        if (_unwinding)
        {
            throw ThreadUnwindException.Instance;
        }
    }

    /// <summary>Runs a body from its start; returns when it ends or unwinds.</summary>
    /// <exception cref="SwallowedUnwindException">The body caught the unwind and returned.</exception>
    /// <exception cref="InvalidOperationException">A handler added a note after its last operation: only a task's end can carry notes.</exception>
    public void Run(ThreadBody body)
    {
        ThreadContext? outer = t_current;
        t_current = this;
        try
        {
            body(this);
            if (_unwinding)
            {
                throw new SwallowedUnwindException($"thread {Thread} caught the unwind of its operation and returned");
            }

            if (Argument >= 0 && _notes.Count > 0)
            {
                throw new InvalidOperationException($"a handler of thread {Thread} adds {_notes[^1]} after its last operation, where nobody would find it");
            }

            // Not through Ask: the end needs no unwinding, and exceptions are expensive.
            _sink.TryPerform(new Operation { Kind = OperationKind.End, ControlReads = _control, WaitReads = _control - _decided }, _notes, out _);
        }
        catch (ThreadUnwindException)
        {
            // The run ends where nothing more is known.
        }
        finally
        {
            t_current = outer;
        }
    }

    internal static void RecordControl(ReadSet reads)
    {
        t_current?.BranchOn(reads);
    }

    private void BranchOn(ReadSet reads)
    {
        _decided |= reads;
        WaitFor(reads);
    }

    // The context goes on in one way, or not at all.
    private void WaitFor(ReadSet reads)
    {
        _control |= reads;
        if (!(reads & _mistaken).IsEmpty)
        {
            Ask(new Operation { Kind = OperationKind.Failed });
        }
    }

    private Word Read(Operation operation)
    {
        ReadSet self = ReadSet.Of(_reads++);
        if (!ChecksFreedMemory)
        {
            operation.Use = MemoryUse.Unchecked;
        }

        ulong value = Ask(operation);
        if (operation.IsMistaken(value))
        {
            _mistaken |= self;
            if (self.IsEmpty)
            {
                // Too many reads to tell apart: only models without dependencies go so far, and to them program order is all.
                Ask(new Operation { Kind = OperationKind.Failed });
            }
        }

        return new Word(value, self);
    }

    private ulong Ask(Operation operation)
    {
        if (_unwinding)
        {
            throw ThreadUnwindException.Instance;
        }

        operation.ControlReads = _control;
        operation.WaitReads = _control - _decided;
        if (!_sink.TryPerform(in operation, _notes, out ulong value))
        {
            _unwinding = true;
            throw ThreadUnwindException.Instance;
        }

        _notes.Clear();
        return value;
    }
}
