namespace Racewalk.Litmus.Tests.Exploring;

/// <summary>Random tests for Power: r1 on hold values, r20 on addresses, r25 on are scratch.</summary>
internal sealed class RandomPpc(int seed) : RandomLitmus(seed)
{
    private int _labels;

    protected override string Frame(IReadOnlyList<IReadOnlyList<string>> threads, IReadOnlyList<IReadOnlyList<int>> registers) =>
        Table("PPC", threads, registers, "r", static l => "r" + Text(20 + l));

    protected override void Operation(List<string> code)
    {
        string address = "0(r" + Text(20 + LocationNumber()) + ")";
        switch (Below(12))
        {
            case 0 or 1 or 2:
                code.Add($"lwz r{Text(Fresh())},{address}");
                break;
            case 3 or 4 or 5:
                Store(code, address);
                break;
            case 6 or 7:
                code.Add(Of("sync", "lwsync", "lwsync", "eieio", "isync", "isync"));
                break;
            case 8 when KnownRegister() is var r and >= 0:
                code.Add($"xor r25,r{Text(r)},r{Text(r)}");
                if (Below(2) == 0)
                {
                    code.Add($"lwzx r{Text(Fresh())},r25,r{Text(20 + LocationNumber())}");
                }
                else
                {
                    code.Add($"li r28,{Text(1 + Below(3))}");
                    code.Add($"stwx r28,r25,r{Text(20 + LocationNumber())}");
                }

                break;
            case 9 when KnownRegister() is var r and >= 0:
                string label = "L" + Text(_labels++);
                code.Add($"cmpwi r{Text(r)},0");
                code.Add($"bne {label}");
                if (Below(2) == 0)
                {
                    Store(code, address);
                }

                code.Add(label + ":");
                break;
            case 10:
                int location = 20 + LocationNumber();
                code.Add($"li r28,{Text(1 + Below(2))}");
                string data = Below(2) == 0 ? "r28" : "r" + Text(1 + NextRegister);
                code.Add($"lwarx r{Text(Fresh())},r0,r{Text(location)}");
                code.Add($"stwcx. {data},r0,r{Text(location)}");
                break;
            default:
                code.Add($"lwz r{Text(Fresh())},{address}");
                break;
        }
    }

    private int Fresh()
    {
        Known.Add(++NextRegister);
        return NextRegister;
    }

    private void Store(List<string> code, string address)
    {
        int data = KnownRegister();
        switch (Below(3))
        {
            case 0 when data >= 0:
                code.Add($"stw r{Text(data)},{address}");
                break;
            case 1 when data >= 0:
                code.Add($"xor r28,r{Text(data)},r{Text(data)}");
                code.Add($"addi r28,r28,{Text(1 + Below(2))}");
                code.Add($"stw r28,{address}");
                break;
            default:
                code.Add($"li r28,{Text(1 + Below(3))}");
                code.Add($"stw r28,{address}");
                break;
        }
    }
}
