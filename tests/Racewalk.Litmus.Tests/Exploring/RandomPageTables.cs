using System.Globalization;
using System.Text;

namespace Racewalk.Litmus.Tests.Exploring;

/// <summary>
/// Random tests of page tables in AArch64: registers from 0 on hold values, X10 on descriptors, X16 on addresses of descriptors, X20 on addresses of pages,
/// X24 on are scratch.
/// </summary>
internal sealed class RandomPageTables(int seed) : RandomLitmus(seed)
{
    private const int Descriptors = 3;
    private int _labels;

    protected override string Frame(IReadOnlyList<IReadOnlyList<string>> threads, IReadOnlyList<IReadOnlyList<int>> registers)
    {
        var text = new StringBuilder("AArch64 random\n");
        string management = Of("", "", "", "HA", "HD", "HA HD", "P0:HA", "P1:HA", "P0:HD", "P1:HD", "P0:HA P1:HD");
        text.Append(management.Length > 0 ? $"TTHM={management}\n" : "").Append(CultureInfo.InvariantCulture, $"Variant=vmsa,{Of("fatal", "fatal", "skip", "handled")}{Of("", "", ",ETS2", ",ETS3")}\n{{\n");
        foreach ((string name, int page) in Names.Select(static (n, i) => (n, i)))
        {
            text.Append(CultureInfo.InvariantCulture, $"int64_t {name}={page}; ");
            text.Append(Below(3) == 0 ? "" : $"[PTE({name})]={Descriptor(name)}; ");
        }

        for (int t = 0; t < threads.Count; t++)
        {
            text.Append('\n');
            for (int d = 0; d < Descriptors; d++)
            {
                text.Append(CultureInfo.InvariantCulture, $"{t}:X{10 + d}={Descriptor(Location())}; ");
            }

            foreach ((string name, int page) in Names.Select(static (n, i) => (n, i)))
            {
                text.Append(CultureInfo.InvariantCulture, $"{t}:X{20 + page}={name}; {t}:X{16 + page}=PTE({name}); ");
            }
        }

        text.Append("\n}\n");
        text.Append(string.Join(" | ", threads.Select(static (_, t) => "P" + Text(t)))).Append(" ;\n");
        for (int r = 0; r < threads.Max(static t => t.Count); r++)
        {
            text.Append(string.Join(" | ", threads.Select(t => r < t.Count ? t[r] : ""))).Append(" ;\n");
        }

        string shown = string.Concat(Names.Select(static n => $"{n};[PTE({n})];"))
            + string.Concat(registers.SelectMany((known, t) => known.Select(r => $"{Text(t)}:X{Text(r)};")));
        string faults = string.Join(" \\/ ", threads.SelectMany((_, t) => Names.Select(n => $"fault(P{Text(t)},{n})")));
        return text.Append(CultureInfo.InvariantCulture, $"locations [{shown}]\nexists (x=7 \\/ {faults})\n").ToString();
    }

    /// <inheritdoc/>
    /// <remarks>Each access is two events or three, and the candidates are many.</remarks>
    protected override int Operations(int threadCount) => 1 + Below(threadCount == 2 ? 4 : 3);

    protected override void Operation(List<string> code)
    {
        string page = "X" + Text(20 + LocationNumber());
        string entry = "X" + Text(16 + LocationNumber());
        switch (Below(17))
        {
            case 0 or 1 or 2 or 3:
                code.Add($"{Of("LDR", "LDR", "LDR", "LDAR", "LDAPR")} X{Text(Fresh())},[{page}]");
                break;
            case 4 or 5 or 6:
                code.Add($"MOV X28,#{Text(2 + Below(3))}");
                code.Add($"{Of("STR", "STR", "STLR")} X28,[{page}]");
                break;
            case 7 or 8:
                code.Add($"{Of("STR", "STR", "STLR")} X{Text(10 + Below(Descriptors))},[{entry}]");
                break;
            case 9:
                code.Add($"{Of("LDR", "LDR", "LDAR")} X{Text(Fresh())},[{entry}]");
                break;
            case 10:
                code.Add(Of("DMB SY", "DMB LD", "DMB ST", "DSB SY", "DSB ISH", "DSB ISH", "DSB LD", "DSB ST", "ISB", "ISB"));
                break;
            case 11 or 12:
                Shootdown(code);
                break;
            case 13:
                Invalidate(code);
                break;
            case 14 when KnownRegister() is var r and >= 0:
                Depend(code, r, Below(3) == 0 ? entry : page);
                break;
            case 15 when KnownRegister() is var r and >= 0:
                string label = "L" + Text(_labels++);
                code.Add($"CBNZ X{Text(r)},{label}");
                code.Add(label + ":");
                break;
            case 16:
                Exchange(code, page, entry);
                break;
            default:
                code.Add($"LDR X{Text(Fresh())},[{page}]");
                break;
        }
    }

    private void Shootdown(List<string> code)
    {
        code.Add($"STR X{Text(10 + Below(Descriptors))},[X{Text(16 + LocationNumber())}]");
        code.Add(Of("DSB ISH", "DSB SY", "DSB ST"));
        Invalidate(code);
        code.Add(Of("DSB ISH", "DSB SY"));
        if (Below(2) == 0)
        {
            code.Add("ISB");
        }
    }

    private void Invalidate(List<string> code)
    {
        if (Below(3) == 0)
        {
            code.Add(Of("TLBI VMALLE1IS", "TLBI VMALLE1"));
            return;
        }

        code.Add($"LSR X27,X{Text(20 + LocationNumber())},#12");
        code.Add($"TLBI {Of("VAAE1IS", "VAAE1IS", "VAAE1")},X27");
    }

    private void Depend(List<string> code, int register, string address)
    {
        code.Add($"EOR X25,X{Text(register)},X{Text(register)}");
        if (Below(4) == 0)
        {
            code.Add($"ADD X26,X25,X{Text(10 + Below(Descriptors))}");
            code.Add($"STR X26,[X{Text(16 + LocationNumber())}]");
            return;
        }

        code.Add($"ADD X26,{address},X25");
        bool isEntry = address[1] == '1';
        if (Below(2) == 0)
        {
            code.Add($"LDR X{Text(Fresh())},[X26]");
        }
        else
        {
            code.Add("MOV X28,#5");
            code.Add($"STR {(isEntry ? "X" + Text(10 + Below(Descriptors)) : "X28")},[X26]");
        }
    }

    private void Exchange(List<string> code, string page, string entry)
    {
        string order = Of("", "", "A", "L", "AL");
        if (Below(2) == 0)
        {
            code.Add("MOV X28,#6");
            code.Add($"{Of("SWP", "LDADD")}{order} X28,X{Text(Fresh())},[{page}]");
        }
        else if (Below(2) == 0)
        {
            code.Add($"SWP{order} X{Text(10 + Below(Descriptors))},X{Text(Fresh())},[{entry}]");
        }
        else
        {
            // Clears the access flag, or permits writing.
            code.Add($"MOV X28,#{Of("1024", "128")}");
            code.Add(Below(2) == 0 ? $"STCLR X28,[{entry}]" : $"LDCLR{order} X28,X{Text(Fresh())},[{entry}]");
        }
    }

    private string Descriptor(string name)
    {
        string fields = Of("", "", ",valid:0", ",valid:0", ",af:0", ",af:0", ",db:0", ",db:0,dbm:1", ",af:0,db:0", ",af:0,db:0,dbm:1");
        return $"(oa:PA({(Below(3) == 0 ? Location() : name)}){fields})";
    }

    private int Fresh()
    {
        Known.Add(NextRegister);
        return NextRegister++;
    }
}
