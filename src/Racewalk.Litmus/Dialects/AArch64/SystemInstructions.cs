using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Dialects.AArch64;

/// <summary>NOP and the hints, which do nothing.</summary>
internal sealed record NopInstruction : AArch64Instruction
{
    /// <inheritdoc/>
    public override void Run(AArch64Run run)
    {
    }
}

/// <summary>DMB, DSB and ISB.</summary>
/// <param name="Set">The cat set, such as DMB.ISHLD.</param>
internal sealed record BarrierInstruction(string Set) : AArch64Instruction
{
    /// <summary>The cat set of ISB.</summary>
    public const string ContextSynchronisation = "ISB";

    /// <inheritdoc/>
    public override void Run(AArch64Run run)
    {
        run.Builder.Fence(Set);
        if (Set == ContextSynchronisation)
        {
            run.Bases.Synchronise();
        }
    }
}

/// <summary>MRS: reads a system register.</summary>
internal sealed record ReadSystemInstruction(Register Target, int Source) : AArch64Instruction
{
    private const int NzcvShift = 28;

    /// <inheritdoc/>
    public override void Run(AArch64Run run) => run.Write(
        Target,
        Source == AArch64Registers.Nzcv ? run.Values.Compute(ExprOp.ShiftLeft, run.Flags.ReadPacked(), NzcvShift) : run.Builder.ReadRegister(Source));
}

/// <summary>MSR: writes a system register.</summary>
internal sealed record WriteSystemInstruction(int Target, Register Source) : AArch64Instruction
{
    private const int NzcvShift = 28;

    /// <inheritdoc/>
    public override void Run(AArch64Run run)
    {
        Flow value = run.Read(Source);
        if (Target == AArch64Registers.Nzcv)
        {
            run.Flags.Write(
                new Flags(
                    run.Values.Bit(value, NzcvShift + 3).Value,
                    run.Values.Bit(value, NzcvShift + 2).Value,
                    run.Values.Bit(value, NzcvShift + 1).Value,
                    run.Values.Bit(value, NzcvShift).Value),
                value);
        }
        else
        {
            if (Target == AArch64Registers.Ttbr0El1)
            {
                run.Bases.Change();
                run.Builder.ChangeContext(value, "MSR");
            }

            run.Builder.WriteRegister(Target, value);
        }
    }
}

/// <summary>SVC: calls the supervisor. ERET comes back to the next instruction.</summary>
internal sealed record SupervisorCallInstruction(ulong Number) : AArch64Instruction
{
    // The exception class of SVC and the bit that says the instruction has 32 bits (Arm ARM, ESR_EL1).
    private const ulong Syndrome = 0b0101011UL << 25;

    /// <inheritdoc/>
    public override void Run(AArch64Run run)
    {
        run.Fault("SupervisorCall", "SVC", run.ReturnAddress(), isCall: true);
        run.Builder.WriteRegister(AArch64Registers.EsrEl1, run.Values.Number(Syndrome | Number));
    }
}

/// <summary>UDF: is undefined for ever.</summary>
internal sealed record UndefinedInstruction : AArch64Instruction
{
    /// <inheritdoc/>
    public override void Run(AArch64Run run) => run.Fault("UndefinedInstruction", "UndefinedInstruction", run.AddressOfLine(run.Walk.Line), isCall: false);
}

/// <summary>ERET: returns from an exception.</summary>
internal sealed record ExceptionReturnInstruction : AArch64Instruction
{
    /// <inheritdoc/>
    public override void Run(AArch64Run run)
    {
        run.Builder.Fence("EXC-RET");
        Flow address = run.Builder.ReadRegister(AArch64Registers.ElrEl1);
        run.LeaveHandler();
        run.JumpTo(address, "ERET");
    }
}

/// <summary>The mnemonics of barriers, system registers and exceptions.</summary>
internal static class SystemInstructions
{
    private static readonly string[] s_domains = ["SY", "ISH", "OSH", "NSH"];
    private static readonly string[] s_types = ["", "LD", "ST"];

    /// <summary>Adds the parsers to a table.</summary>
    public static void AddTo(Dictionary<string, Func<AArch64Operands, AArch64Instruction>> table)
    {
        table.Add("NOP", _ => new NopInstruction());
        foreach (string name in new[] { "HINT", "HLT" })
        {
            table.Add(name, p =>
            {
                p.Immediate(0xFFFF);
                return new NopInstruction();
            });
        }

        table.Add("ISB", p =>
        {
            p.TryWord(["SY"], out _);
            return new BarrierInstruction(BarrierInstruction.ContextSynchronisation);
        });
        table.Add("DMB", ParseBarrier);
        table.Add("DSB", ParseBarrier);
        table.Add("MRS", p =>
        {
            Register target = p.Register(64);
            p.Comma();
            return new ReadSystemInstruction(target, SystemRegister(p));
        });
        table.Add("MSR", p =>
        {
            int target = SystemRegister(p);
            return new WriteSystemInstruction(target, p.CommaRegister(64));
        });
        table.Add("SVC", p => new SupervisorCallInstruction(p.Immediate(0xFFFF)));
        table.Add("UDF", p =>
        {
            p.Immediate(0xFFFF);
            return new UndefinedInstruction();
        });
        table.Add("ERET", _ => new ExceptionReturnInstruction());
    }

    // Sets are named as herd's aarch64fences.cat has them: the whole system has no name of its own in front of LD and ST.
    private static BarrierInstruction ParseBarrier(AArch64Operands p)
    {
        string[] options = [.. s_domains.SelectMany(domain => s_types.Select(type => domain == "SY" && type.Length > 0 ? type : domain + type))];
        return p.TryWord(options, out string option)
            ? new BarrierInstruction($"{p.Mnemonic}.{option}")
            : throw p.Cursor.Expected("a domain such as SY, ISH or LD");
    }

    private static int SystemRegister(AArch64Operands p)
    {
        int at = p.Cursor.Position;
        return !p.Cursor.TryTakeWord(out string name)
            ? throw p.Cursor.Expected("a system register")
            : AArch64Registers.TryParseSystem(name, out int number) ? number
            : throw p.Cursor.Source.Unsupported(at, $"the system register {name.ToUpperInvariant()}");
    }
}
