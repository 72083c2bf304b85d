namespace Racewalk.Litmus.Tests.Exploring;

/// <summary>Random tests in AArch64: registers from 0 on hold values, X20 on addresses, X25 on are scratch.</summary>
internal sealed class RandomAArch64(int seed) : RandomLitmus(seed)
{
    private int _labels;

    protected override string Frame(IReadOnlyList<IReadOnlyList<string>> threads, IReadOnlyList<IReadOnlyList<int>> registers) =>
        Table("AArch64", threads, registers, "X", static l => "X" + Text(20 + l));

    protected override void Operation(List<string> code)
    {
        string address = "[X" + Text(20 + LocationNumber()) + "]";
        switch (Below(12))
        {
            case 0 or 1 or 2:
                Load(code, Of("LDR", "LDR", "LDAR", "LDAPR"), address);
                break;
            case 3 or 4 or 5:
                Store(code, Of("STR", "STR", "STLR"), address);
                break;
            case 6:
                code.Add(Of("DMB SY", "DMB LD", "DMB ST", "DMB ISH", "DSB SY", "DSB LD", "DSB ST", "ISB", "ISB"));
                break;
            case 7 when KnownRegister() is var r and >= 0:
                // An address that depends on what was read.
                code.Add($"EOR X25,X{Text(r)},X{Text(r)}");
                code.Add($"ADD X26,X{Text(20 + LocationNumber())},X25");
                (Below(2) == 0 ? (Action<List<string>, string, string>)Load : Store)(code, Below(2) == 0 ? "LDR" : "LDAR", "[X26]");
                break;
            case 8 when KnownRegister() is var r and >= 0:
                string label = "L" + Text(_labels++);
                code.Add($"CBNZ X{Text(r)},{label}");
                if (Below(2) == 0)
                {
                    Store(code, "STR", address);
                }

                code.Add(label + ":");
                break;
            case 9:
                code.Add($"MOV X27,#{Text(1 + Below(2))}");
                code.Add($"{Of("SWP", "LDADD", "LDSET", "LDEOR")}{Of("", "A", "L", "AL")} X27,X{Text(Fresh())},{address}");
                break;
            case 10:
                string data = Below(2) == 0 ? "X28" : "X" + Text(NextRegister);
                code.Add($"MOV X28,#{Text(1 + Below(2))}");
                code.Add($"{Of("LDXR", "LDAXR")} X{Text(Fresh())},{address}");
                code.Add($"{Of("STXR", "STLXR")} W27,{data},{address}");
                break;
            default:
                Load(code, "LDR", address);
                break;
        }
    }

    private int Fresh()
    {
        Known.Add(NextRegister);
        return NextRegister++;
    }

    private void Load(List<string> code, string mnemonic, string address) => code.Add($"{mnemonic.Replace("ST", "LD", StringComparison.Ordinal)} X{Text(Fresh())},{address}");

    private void Store(List<string> code, string mnemonic, string address)
    {
        mnemonic = mnemonic == "LDR" ? "STR" : mnemonic == "LDAR" ? "STLR" : mnemonic;
        int data = KnownRegister();
        switch (Below(3))
        {
            case 0 when data >= 0:
                code.Add($"{mnemonic} X{Text(data)},{address}");
                break;
            case 1 when data >= 0:
                code.Add($"EOR X28,X{Text(data)},X{Text(data)}");
                code.Add($"ADD X28,X28,#{Text(1 + Below(2))}");
                code.Add($"{mnemonic} X28,{address}");
                break;
            default:
                code.Add($"MOV X28,#{Text(1 + Below(3))}");
                code.Add($"{mnemonic} X28,{address}");
                break;
        }
    }
}
