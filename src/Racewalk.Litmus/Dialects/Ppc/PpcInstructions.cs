using Racewalk.Litmus.Dialects.Asm;
using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Dialects.Ppc;

/// <summary>One instruction with its operands.</summary>
internal abstract record PpcInstruction
{
    /// <summary>Runs it.</summary>
    public abstract void Run(PpcRun run);
}

/// <summary>nop, and dcbf, which does nothing to coherent memory.</summary>
internal sealed record PpcNop : PpcInstruction
{
    /// <inheritdoc/>
    public override void Run(PpcRun run)
    {
    }
}

/// <summary>sync, lwsync, isync and eieio.</summary>
internal sealed record PpcFence(string Set) : PpcInstruction
{
    /// <inheritdoc/>
    public override void Run(PpcRun run) => run.Builder.Fence(Set);
}

/// <summary>li.</summary>
internal sealed record PpcLoadImmediate(int Target, ulong Value) : PpcInstruction
{
    /// <inheritdoc/>
    public override void Run(PpcRun run) => run.Builder.WriteRegister(Target, run.Values.Number(Value));
}

/// <summary>mr.</summary>
internal sealed record PpcMove(int Target, int Source) : PpcInstruction
{
    /// <inheritdoc/>
    public override void Run(PpcRun run) => run.Builder.WriteRegister(Target, run.Builder.ReadRegister(Source));
}

/// <summary>Arithmetic on two registers, or on a register and a number.</summary>
/// <param name="Op">What it computes.</param>
/// <param name="Target">Gets the result.</param>
/// <param name="First">The first operand.</param>
/// <param name="Second">The second operand's register; -1 for the number.</param>
/// <param name="Number">The number.</param>
/// <param name="Records">Whether the result is compared with 0 (the point in add.).</param>
internal sealed record PpcArithmetic(ExprOp Op, int Target, int First, int Second, ulong Number, bool Records) : PpcInstruction
{
    /// <inheritdoc/>
    public override void Run(PpcRun run)
    {
        // For addi r0 stands for 0, as li shows.
        bool isAddImmediate = Op == ExprOp.Add && Second < 0;
        Flow a = isAddImmediate ? run.ReadOrZero(First) : run.Builder.ReadRegister(First);
        Flow b = Second < 0 ? run.Values.Number(Number) : Second == First ? a : run.Builder.ReadRegister(Second);
        Flow result = run.Values.Compute(Op, a, b);
        run.Builder.WriteRegister(Target, result);
        if (Records)
        {
            run.WriteCondition(PpcRegisters.Condition0, result, run.Values.Number(0), 64);
        }
    }
}

/// <summary>cmpw, cmpd, cmpwi and cmpdi.</summary>
/// <param name="Field">The field of the condition register.</param>
/// <param name="First">A register.</param>
/// <param name="Second">The other register; -1 for the number.</param>
/// <param name="Number">The number.</param>
/// <param name="Bits">How many bits are compared.</param>
internal sealed record PpcCompare(int Field, int First, int Second, ulong Number, int Bits) : PpcInstruction
{
    /// <inheritdoc/>
    public override void Run(PpcRun run)
    {
        Flow a = run.Builder.ReadRegister(First);
        Flow b = Second < 0 ? run.Values.Number(Number) : Second == First ? a : run.Builder.ReadRegister(Second);
        run.WriteCondition(Field, a, b, Bits);
    }
}

/// <summary>mfcr.</summary>
internal sealed record PpcMoveFromCondition(int Target) : PpcInstruction
{
    /// <inheritdoc/>
    public override void Run(PpcRun run) => run.Builder.WriteRegister(Target, run.Builder.ReadRegister(PpcRegisters.Condition0));
}

/// <summary>b.</summary>
internal sealed record PpcJump(CodeTarget Target) : PpcInstruction
{
    /// <inheritdoc/>
    public override void Run(PpcRun run) => run.Walk.Jump(Target);
}

/// <summary>A conditional branch.</summary>
internal sealed record PpcConditionalJump(PpcCondition Condition, int Field, CodeTarget Target) : PpcInstruction
{
    /// <inheritdoc/>
    public override void Run(PpcRun run) => run.Walk.Branch(run.ReadCondition(Field, Condition), Target);
}

/// <summary>The address of an access: a register and a number, or two registers.</summary>
/// <param name="Base">The base register; r0 is 0.</param>
/// <param name="Index">The index register; -1 for the number.</param>
/// <param name="Distance">The number.</param>
internal readonly record struct PpcAddress(int Base, int Index, ulong Distance)
{
    /// <summary>Computes it.</summary>
    public Flow Read(PpcRun run) => run.Values.Compute(
        ExprOp.Add, run.ReadOrZero(Base, Port.Address), Index < 0 ? run.Values.Number(Distance) : run.Builder.ReadRegister(Index, Port.Address));
}

/// <summary>A load.</summary>
/// <param name="Target">The register.</param>
/// <param name="Address">Where from.</param>
/// <param name="Size">How many bytes.</param>
/// <param name="Updates">Whether the base register becomes the address (lwzu).</param>
internal sealed record PpcLoad(int Target, PpcAddress Address, int Size, bool Updates) : PpcInstruction
{
    /// <inheritdoc/>
    public override void Run(PpcRun run)
    {
        Flow address = Address.Read(run);
        if (run.Walker.Translate(address, isWrite: false) is not { } physical)
        {
            return;
        }

        if (Updates)
        {
            run.Builder.WriteRegister(Address.Base, address);
        }

        run.Builder.WriteRegister(Target, run.Values.Load(physical, Size));
    }
}

/// <summary>A store.</summary>
/// <param name="Source">The register.</param>
/// <param name="Address">Where to.</param>
/// <param name="Size">How many bytes.</param>
/// <param name="Updates">Whether the base register becomes the address (stwu).</param>
internal sealed record PpcStore(int Source, PpcAddress Address, int Size, bool Updates) : PpcInstruction
{
    /// <inheritdoc/>
    public override void Run(PpcRun run)
    {
        Flow data = run.Builder.ReadRegister(Source, Port.Data);
        Flow address = Address.Read(run);
        if (run.Walker.Translate(address, isWrite: true) is not { } physical)
        {
            return;
        }

        if (Updates)
        {
            run.Builder.WriteRegister(Address.Base, address);
        }

        run.Values.Store(physical, data, Size);
    }
}

/// <summary>lwarx and ldarx.</summary>
internal sealed record PpcLoadReserve(int Target, PpcAddress Address, int Size) : PpcInstruction
{
    /// <inheritdoc/>
    public override void Run(PpcRun run)
    {
        Flow address = run.Walker.Untranslated(Address.Read(run), Size == 4 ? "lwarx" : "ldarx");

        // As in herd the reservation is two registers that depend on the address.
        run.Builder.WriteRegister(PpcRegisters.Reservation, address with { Value = run.Builder.Pool.Constant(1) });
        run.Builder.WriteRegister(PpcRegisters.ReservationAddress, address);
        Flow read = run.Values.Load(address, Size, "EX");
        run.ReservingRead = read.Events[0];
        run.Builder.WriteRegister(Target, read);
    }
}

/// <summary>
/// stwcx. and stdcx.: stores if the reservation is on the same address, or fails; failure is always possible. All results depend on all inputs, as in herd.
/// </summary>
internal sealed record PpcStoreConditional(int Source, PpcAddress Address, int Size) : PpcInstruction
{
    /// <inheritdoc/>
    public override void Run(PpcRun run)
    {
        Flow data = run.Builder.ReadRegister(Source, Port.Data);
        Flow reservation = run.Builder.ReadRegister(PpcRegisters.Reservation);
        Flow reserved = run.Builder.ReadRegister(PpcRegisters.ReservationAddress);
        Flow address = run.Walker.Untranslated(Address.Read(run), Size == 4 ? "stwcx." : "stdcx.");
        bool succeeds = run.ReservingRead >= 0
            && run.Builder.Decide(run.Values.Compute(ExprOp.Equal, address, reserved).Value)
            && run.Builder.Choose(2) == 0;
        Flow inputs = new(data.Value, [.. data.Events, .. reservation.Events, .. reserved.Events, .. address.Events.Except(data.Events)]);
        run.Builder.WriteRegister(PpcRegisters.Reservation, inputs with { Value = run.Builder.Pool.Zero });
        if (succeeds)
        {
            run.Builder.PairRmw(run.ReservingRead, run.Values.Store(address, inputs, Size, "EX"));
        }

        run.ReservingRead = -1;
        run.WriteSuccess(succeeds, inputs);
    }
}
