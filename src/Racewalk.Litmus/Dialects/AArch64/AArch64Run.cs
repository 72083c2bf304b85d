using Racewalk.Litmus.Dialects.Asm;
using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Dialects.AArch64;

/// <summary>What the instructions of one path work on. Not thread-safe.</summary>
internal sealed class AArch64Run
{
    private readonly AsmCode<AArch64Instruction> _code;
    private readonly ICodeSpace? _space;
    private readonly ExceptionVectors? _vectors;
    private int _retry = -1;

    /// <summary>The beginning of a path.</summary>
    public AArch64Run(AsmCode<AArch64Instruction> code, LocationTable locations, ThreadBuilder builder, int unroll, ICodeSpace? space = null)
    {
        _code = code;
        _space = space;
        _vectors = space is null ? null : new ExceptionVectors(this, space, code.Thread);
        Builder = builder;
        Values = new AsmValues(builder, locations);
        Flags = new FlagRegister(builder, Values);
        Walk = new AsmWalk<AArch64Instruction>(code, builder, unroll);
        Walker = new Walker(this);
        Bases = new TableBases(this);
    }

    /// <summary>Takes the events.</summary>
    public ThreadBuilder Builder { get; }

    /// <summary>Arithmetic.</summary>
    public AsmValues Values { get; }

    /// <summary>The flags.</summary>
    public FlagRegister Flags { get; }

    /// <summary>The way through the code.</summary>
    public AsmWalk<AArch64Instruction> Walk { get; }

    /// <summary>The translation of addresses.</summary>
    public Walker Walker { get; }

    /// <summary>The bases of the page tables.</summary>
    public TableBases Bases { get; }

    /// <summary>Whether the code that runs is the thread's exception handler.</summary>
    public bool IsInHandler { get; private set; }

    /// <summary>Whether the code that runs is at EL0.</summary>
    public bool IsUnprivileged => _vectors is null ? Builder.IsUser && !IsInHandler : _vectors.Level == 0;

    /// <summary>The load-exclusive that a store-exclusive can pair with, or null.</summary>
    public Reservation? Reservation { get; set; }

    /// <summary>Runs the whole path.</summary>
    public void Run() => Walk.Run(instruction => instruction.Run(this));

    /// <summary>Reads all 64 bits of a register; the zero register has no event.</summary>
    public Flow Read(Register register, Port port = Port.None) =>
        register.IsZero ? Values.Number(0) : Builder.ReadRegister(register.Number, port);

    /// <summary>Reads a register that is only passed on: its 32 or 64 bits, or an address.</summary>
    public Flow ReadToPass(Register register, Port port = Port.None) => Values.LowOrAddress(Read(register, port), register.Bits);

    /// <summary>Writes a register; upper bits of a W register become 0, where the value has any. The zero register has no event.</summary>
    public void Write(Register register, Flow value)
    {
        if (!register.IsZero)
        {
            Builder.WriteRegister(register.Number, value);
        }
    }

    /// <summary>The address of the instruction after this one, which a call or an exception keeps.</summary>
    public Flow ReturnAddress() => AddressOfLine(Walk.Following);

    /// <summary>The address of an instruction of the code that runs.</summary>
    public Flow AddressOfLine(int line) => Values.Number(_space?.AddressOf(Walk.Code, line) ?? CodeAddress.Of(Walk.Code.Thread, line));

    /// <summary>The value of a register that must be known on this path.</summary>
    /// <param name="register">Its number.</param>
    /// <param name="name">Its name, for diagnostics.</param>
    public ulong Known(int register, string name) =>
        Builder.Pool.TryGetConstant(Builder.PeekRegister(register), out ulong value) ? value : throw Unsupported($"{name} with a value that is read from memory");

    /// <summary>The address of what a branch could go to.</summary>
    public Flow AddressOf(CodeTarget target) => AddressOfLine(Walk.Code.LineOf(target, Walk.Line));

    /// <summary>A refusal of what the instruction does.</summary>
    public LitmusException Unsupported(string construct) => _code.Source.Unsupported(Walk.Code[Walk.Line].Offset, construct);

    /// <summary>Goes to the address in a register. One that is read from memory is tried with every label of every thread.</summary>
    /// <param name="address">The address.</param>
    /// <param name="instruction">The mnemonic, for diagnostics.</param>
    public void JumpTo(Flow address, string instruction)
    {
        if (_space is not null)
        {
            JumpInSpace(_space, address, instruction);
            return;
        }

        if (Builder.Pool.TryGetConstant(address.Value, out ulong known))
        {
            AsmCode<AArch64Instruction>? code = CodeAddress.TryParse(known, out int thread, out int line) ? CodeOf(thread) : null;
            if (code is null || line >= code.Count)
            {
                Walk.Cut($"{instruction} of thread {_code.Thread} goes to an address that is no instruction");
                return;
            }

            Walk.JumpToLine(code, line);
            return;
        }

        for (int thread = 0; thread < Builder.Threads.Count; thread++)
        {
            AsmCode<AArch64Instruction> code = CodeOf(thread)!;
            foreach ((string label, int line) in code.Labels.OrderBy(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal))
            {
                if (Builder.Decide(Values.Compute(ExprOp.Equal, address, CodeAddress.Of(thread, line)).Value))
                {
                    Walk.JumpToLine(code, line, label);
                    return;
                }
            }
        }

        Walk.Cut($"{instruction} of thread {_code.Thread} goes to an address that is no label");
    }

    // Where no code is the thread has come to its end.
    private void JumpInSpace(ICodeSpace space, Flow address, string instruction)
    {
        if (!Builder.Pool.TryGetConstant(address.Value, out ulong known))
        {
            throw Unsupported($"{instruction} to an address that is read from memory");
        }

        if (space.At(known) is { } place)
        {
            Walk.JumpToLine(place.Code, place.Line);
        }
        else
        {
            Walk.Stop();
        }
    }

    private AsmCode<AArch64Instruction>? CodeOf(int thread) =>
        thread < Builder.Threads.Count ? ((IAsmThread<AArch64Instruction>)Builder.Threads[thread]).Code : null;

    /// <summary>Takes an exception that is no fault of a memory access.</summary>
    /// <param name="kind">The class as conditions name it.</param>
    /// <param name="set">The cat set of the class.</param>
    /// <param name="returnAddress">Where ERET comes back to.</param>
    /// <param name="isCall">Whether it is a call, which is over when it returns.</param>
    public void Fault(string kind, string set, Flow returnAddress, bool isCall)
    {
        Builder.Fault(new LitmusFault(Walk.Label, -1, kind), "EXC-ENTRY", "FAULT", set);
        Builder.WriteRegister(AArch64Registers.ElrEl1, returnAddress);
        GoOnAfterFault(isCall);
    }

    /// <summary>Takes a fault of the memory access of this instruction.</summary>
    /// <param name="location">What it accessed.</param>
    /// <param name="kind">The class.</param>
    /// <param name="decision">The decision that led to it.</param>
    /// <param name="source">What the access was.</param>
    public void MemoryFault(int location, MemoryFaultKind kind, int decision, FaultSource source)
    {
        Builder.ControlledBy(decision);
        string[] sets = ["EXC-ENTRY", "FAULT", "MMU", "D-MMU", kind.ToString(), source.IsWrite ? "FROM-W" : "FROM-R"];
        int fault = Builder.Fault(new LitmusFault(Walk.Label, location, $"D-MMU:{kind}"), source.IsRelease ? [.. sets, "FROM-L"] : sets);
        foreach (int data in source.Data)
        {
            Builder.Data(data, fault);
        }

        _vectors?.DescribeFault(kind, source);
        Builder.WriteRegister(AArch64Registers.ElrEl1, AddressOfLine(Walk.Line));
        Builder.ControlledBy();
        GoOnAfterFault(isCall: false);
    }

    // Control goes to the thread's handler; without one it is up to the test.
    private void GoOnAfterFault(bool isCall)
    {
        if (_vectors is not null)
        {
            Bases.Synchronise();
            _vectors.Enter();
        }
        else if (IsInHandler)
        {
            Builder.Break($"thread P{_code.Thread} takes a fault within its exception handler");
            Walk.Stop();
        }
        else if (_code.HandlerStart >= 0)
        {
            IsInHandler = true;
            Walk.JumpToLine(_code, _code.HandlerStart);
        }
        else if (Builder.Handling == FaultHandling.Fatal)
        {
            Walk.Stop();
        }
        else if (Builder.Handling == FaultHandling.Handled && !isCall)
        {
            TryAgain();
        }
    }

    // What the variant says: the fault is handled, so that the instruction, executed once more, does not fault again. herd7 demands that of all later
    // instructions of the thread, too.
    private void TryAgain()
    {
        if (_retry == Builder.InstructionCount - 1)
        {
            Builder.Wait();
            Walk.Stop();
            return;
        }

        _retry = Builder.InstructionCount;
        Walk.Again();
    }

    /// <summary>The exception is over.</summary>
    public void LeaveHandler()
    {
        IsInHandler = false;
        Bases.Synchronise();
        _vectors?.Leave();
    }

    /// <summary>Goes to an address where code lies; the thread ends where none is.</summary>
    public void GoTo(ulong address) => JumpInSpace(_space!, Values.Number(address), "a jump");
}

/// <summary>An exclusive load whose store is still to come.</summary>
/// <param name="Size">How many bytes, both of a pair together.</param>
/// <param name="Reads">The read events.</param>
internal sealed record Reservation(int Size, IReadOnlyList<int> Reads);
