namespace Racewalk.Litmus.Tests.Exploring;

/// <summary>Random tests for x86.</summary>
internal sealed class RandomX86(int seed) : RandomLitmus(seed)
{
    private static readonly string[] s_registers = ["EBX", "ECX", "EDX", "ESI", "EDI", "EBP"];

    protected override string Frame(IReadOnlyList<IReadOnlyList<string>> threads, IReadOnlyList<IReadOnlyList<int>> registers)
    {
        string table = Table("X86", threads, registers, "#", null);
        for (int i = 0; i < s_registers.Length; i++)
        {
            table = table.Replace("#" + Text(i), s_registers[i], StringComparison.Ordinal);
        }

        return table;
    }

    protected override void Operation(List<string> code)
    {
        string memory = "[" + Location() + "]";
        if (NextRegister == s_registers.Length)
        {
            code.Add("MFENCE");
            return;
        }

        switch (Below(9))
        {
            case 0 or 1 or 2:
                code.Add($"MOV {Fresh()},{memory}");
                break;
            case 3 or 4 or 5:
                int data = KnownRegister();
                code.Add(Below(2) == 0 && data >= 0 ? $"MOV {memory},{s_registers[data]}" : $"MOV {memory},${Text(1 + Below(3))}");
                break;
            case 6:
                code.Add("MFENCE");
                break;
            case 7:
                string register = Fresh();
                code.Add($"MOV {register},${Text(1 + Below(3))}");
                code.Add($"XCHG {register},{memory}");
                break;
            default:
                code.Add($"MOV EAX,${Text(Below(2))}");
                string source = Fresh();
                code.Add($"MOV {source},${Text(1 + Below(3))}");
                code.Add($"LOCK CMPXCHG {memory},{source}");
                code.Add($"MOV {source},EAX");
                break;
        }
    }

    private string Fresh()
    {
        Known.Add(NextRegister);
        return s_registers[NextRegister++];
    }
}
