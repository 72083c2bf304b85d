using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Dialects.AArch64;

/// <summary>A load-exclusive of one register or two.</summary>
/// <param name="Targets">The registers.</param>
/// <param name="Memory">Where from.</param>
/// <param name="Size">How many bytes each.</param>
/// <param name="IsAcquire">Whether it is an acquire.</param>
internal sealed record LoadExclusiveInstruction(IReadOnlyList<Register> Targets, MemoryOperand Memory, int Size, bool IsAcquire) : AArch64Instruction
{
    private static readonly string[] s_plain = ["EX"];
    private static readonly string[] s_acquire = ["A", "EX"];

    /// <inheritdoc/>
    public override void Run(AArch64Run run)
    {
        Flow virtualAddress = Memory.Address(run);
        if (Targets.Count > 1)
        {
            run.Walker.Untranslated(virtualAddress, "LDXP");
        }

        if (run.Walker.Translate(virtualAddress, isWrite: false) is not { } address)
        {
            return;
        }

        run.Builder.WriteRegister(AArch64Registers.Reservation, address);
        var reads = new List<int>();
        for (int i = 0; i < Targets.Count; i++)
        {
            // Of an acquiring pair herd acquires with both.
            Flow read = run.Values.Load(run.Values.Compute(ExprOp.Add, address, (ulong)(i * Size)), Size, IsAcquire ? s_acquire : s_plain);
            reads.Add(read.Events[0]);
            run.Write(Targets[i], read);
        }

        // The present model takes both halves for one access, whether the store-exclusive succeeds or not.
        run.Builder.MakeOne(reads.Count > 1 ? reads : []);
        run.Reservation = new Reservation(Size * Targets.Count, reads);
    }
}

/// <summary>
/// A store-exclusive of one register or two. It fails if no load-exclusive of the same size and address precedes it without another store-exclusive between;
/// otherwise it may succeed or fail, since the architecture never promises success. The status depends on nothing: hardware may predict it.
/// </summary>
/// <param name="Status">Gets 0 for success and 1 for failure.</param>
/// <param name="Sources">The registers.</param>
/// <param name="Memory">Where to.</param>
/// <param name="Size">How many bytes each.</param>
/// <param name="IsRelease">Whether it is a release.</param>
internal sealed record StoreExclusiveInstruction(Register Status, IReadOnlyList<Register> Sources, MemoryOperand Memory, int Size, bool IsRelease)
    : AArch64Instruction
{
    private static readonly string[] s_plain = ["EX"];
    private static readonly string[] s_release = ["EX", "L"];

    /// <inheritdoc/>
    public override void Run(AArch64Run run)
    {
        Flow reserved = run.Builder.ReadRegister(AArch64Registers.Reservation);
        Flow virtualAddress = Memory.Address(run);
        if (Sources.Count > 1)
        {
            run.Walker.Untranslated(virtualAddress, "STXP");
        }

        if (run.Walker.Translate(virtualAddress, isWrite: true) is not { } address)
        {
            return;
        }

        // The data comes in by the DATA port, which makes it a data dependency (Arm ARM, B2.3); herd's sources lost that in 2025, its tests do not say.
        Flow[] data = [.. Sources.Select(source => run.Read(source, Port.Data))];
        Reservation? reservation = run.Reservation;
        run.Reservation = null;
        bool succeeds = reservation is not null && reservation.Size == Size * Sources.Count
            && run.Builder.Decide(run.Values.Compute(ExprOp.Equal, address, reserved).Value)
            && run.Builder.Choose(2) == 0;
        run.Builder.ControlledBy([.. reserved.Events]);
        run.Builder.WriteRegister(AArch64Registers.Reservation, run.Values.Number(0));
        var writes = new List<int>();
        for (int i = 0; succeeds && i < data.Length; i++)
        {
            int write = run.Values.Store(run.Values.Compute(ExprOp.Add, address, (ulong)(i * Size)), data[i], Size, IsRelease ? s_release : s_plain);
            run.Builder.PairRmw(reservation!.Reads[Math.Min(i, reservation.Reads.Count - 1)], write);
            writes.Add(write);
        }

        run.Builder.MakeOne(writes.Count > 1 ? writes : []);

        run.Builder.ControlledBy();
        run.Write(Status, run.Values.Number(succeeds ? 0UL : 1));
    }
}

/// <summary>The mnemonics of exclusive accesses.</summary>
internal static class Exclusive
{
    /// <summary>Adds the parsers to a table.</summary>
    public static void AddTo(Dictionary<string, Func<AArch64Operands, AArch64Instruction>> table)
    {
        foreach ((string suffix, int size) in new[] { ("R", 0), ("RB", 1), ("RH", 2), ("P", 0) })
        {
            int count = suffix == "P" ? 2 : 1;
            table.Add("LDX" + suffix, p => Load(p, size, count, isAcquire: false));
            table.Add("LDAX" + suffix, p => Load(p, size, count, isAcquire: true));
            table.Add("STX" + suffix, p => Store(p, size, count, isRelease: false));
            table.Add("STLX" + suffix, p => Store(p, size, count, isRelease: true));
        }
    }

    private static List<Register> DataRegisters(AArch64Operands p, int size, int count)
    {
        var registers = new List<Register> { size == 0 ? p.Register() : p.Register(32) };
        while (registers.Count < count)
        {
            registers.Add(p.CommaRegister(registers[0].Bits));
        }

        p.Comma();
        return registers;
    }

    private static LoadExclusiveInstruction Load(AArch64Operands p, int size, int count, bool isAcquire)
    {
        List<Register> targets = DataRegisters(p, size, count);
        return new LoadExclusiveInstruction(targets, MemoryOperand.ParsePlain(p), size == 0 ? targets[0].Bits / 8 : size, isAcquire);
    }

    private static StoreExclusiveInstruction Store(AArch64Operands p, int size, int count, bool isRelease)
    {
        Register status = p.Register(32);
        p.Comma();
        List<Register> sources = DataRegisters(p, size, count);
        return new StoreExclusiveInstruction(status, sources, MemoryOperand.ParsePlain(p), size == 0 ? sources[0].Bits / 8 : size, isRelease);
    }
}
