namespace Racewalk.Litmus.Tests.Exploring;

/// <summary>Random tests of radix page tables on Power: values in r1 on, descriptors in r10 on, addresses of descriptors in r16 on, of pages in r20 on, scratch in r25 on.</summary>
internal sealed class RandomRadixPageTables(int seed) : RandomPageTableFrame(seed)
{
    private int _labels;

    protected override string Dialect => "PPC";

    protected override string Header => Of("", "", "RC=SW\n", "RC=P0:SW\n");

    protected override string Fields() => Of("", "", ",v:0", ",v:0", ",r:0", ",c:0", ",c:0", ",write:0", ",r:0,c:0", ",write:0,c:0");

    protected override string DescriptorRegister(int number) => "r" + Text(10 + number);

    protected override string AddressRegister(int location, bool isEntry) => "r" + Text((isEntry ? 16 : 20) + location);

    protected override string ValueRegister(int number) => "r" + Text(1 + number);

    protected override void Operation(List<string> code)
    {
        string page = $"0(r{Text(20 + LocationNumber())})";
        string entry = $"0(r{Text(16 + LocationNumber())})";
        switch (Below(17))
        {
            case 0 or 1 or 2 or 3:
                code.Add($"ld {ValueRegister(Fresh())},{page}");
                break;
            case 4 or 5 or 6:
                code.Add($"li r28,{Text(2 + Below(3))}");
                code.Add($"std r28,{page}");
                break;
            case 7 or 8:
                code.Add($"std r{Text(10 + Below(Descriptors))},{entry}");
                break;
            case 9:
                code.Add($"ld {ValueRegister(Fresh())},{entry}");
                break;
            case 10 or 11:
                code.Add(Of("sync", "lwsync", "lwsync", "isync", "ptesync", "ptesync"));
                break;
            case 12 or 13:
                Shootdown(code);
                break;
            case 14 when KnownRegister() is var r and >= 0:
                code.Add($"xor r25,{ValueRegister(r)},{ValueRegister(r)}");
                code.Add($"ldx {ValueRegister(Fresh())},r25,r{Text(20 + LocationNumber())}");
                break;
            case 15 when KnownRegister() is var r and >= 0:
                string label = "L" + Text(_labels++);
                code.Add($"cmpwi {ValueRegister(r)},0");
                code.Add($"bne {label}");
                code.Add(label + ":");
                if (Below(2) == 0)
                {
                    code.Add("isync");
                }

                break;
            default:
                code.Add($"ld {ValueRegister(Fresh())},{page}");
                break;
        }
    }

    private void Shootdown(List<string> code)
    {
        code.Add($"std r{Text(10 + Below(Descriptors))},0(r{Text(16 + LocationNumber())})");
        if (Below(4) != 0)
        {
            code.Add("ptesync");
        }

        string page = "r" + Text(20 + LocationNumber());
        if (Below(4) == 0)
        {
            code.Add($"tlbiel {page}");
            code.Add("ptesync");
            return;
        }

        code.Add($"tlbie {page}");
        code.Add("eieio");
        code.Add("tlbsync");
        code.Add("ptesync");
    }
}
