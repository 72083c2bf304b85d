namespace Racewalk.Litmus.Tests.Exploring;

/// <summary>Random tests of page tables on x86: values in RCX, RDX and RSI, descriptors in R10 and R11, scratch in RAX.</summary>
internal sealed class RandomX86PageTables(int seed) : RandomPageTableFrame(seed)
{
    private static readonly string[] s_registers = ["rcx", "rdx", "rsi", "rdi", "rbp", "r8"];

    protected override string Dialect => "X86_64";

    protected override string Fields() => Of("", "", ",p:0", ",p:0", ",a:0", ",d:0", ",d:0", ",rw:0", ",a:0,d:0", ",rw:0,d:0");

    protected override string DescriptorRegister(int number) => "r" + Text(10 + number);

    protected override string ValueRegister(int number) => s_registers[number];

    protected override void Operation(List<string> code)
    {
        string page = $"({Location()})";
        string entry = $"(PTE({Location()}))";
        if (NextRegister == s_registers.Length)
        {
            code.Add("mfence");
            return;
        }

        switch (Below(16))
        {
            case 0 or 1 or 2 or 3:
                code.Add($"movq {page},%{s_registers[Fresh()]}");
                break;
            case 4 or 5 or 6:
                code.Add($"movq ${Text(2 + Below(3))},{page}");
                break;
            case 7 or 8:
                code.Add($"movq %r{Text(10 + Below(Descriptors))},{entry}");
                break;
            case 9:
                code.Add($"movq {entry},%{s_registers[Fresh()]}");
                break;
            case 10:
                code.Add("mfence");
                break;
            case 11 or 12:
                code.Add($"invlpg ({Location()})");
                break;
            case 13:
                if (Below(2) == 0)
                {
                    code.Add($"movq %r{Text(10 + Below(Descriptors))},{entry}");
                    code.Add($"lock incq ({Location()})");
                }

                code.Add($"invlpgb ({Location()})");
                code.Add("tlbsync");
                break;
            case 14:
                // Forbids writing, or unmaps.
                code.Add($"lock andq ${Of("-3", "-2", "-65")},{entry}");
                break;
            default:
                code.Add($"xchgq %r{Text(10 + Below(Descriptors))},{Of(entry, entry, page)}");
                break;
        }
    }
}
