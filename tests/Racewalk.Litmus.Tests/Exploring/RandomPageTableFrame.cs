using System.Globalization;
using System.Text;

namespace Racewalk.Litmus.Tests.Exploring;

/// <summary>What random tests of page tables on x86 and Power have in common: pages, their descriptors, and what states show.</summary>
internal abstract class RandomPageTableFrame(int seed) : RandomLitmus(seed)
{
    /// <summary>How many descriptors each thread has in registers.</summary>
    protected const int Descriptors = 2;

    /// <summary>The first line's dialect.</summary>
    protected abstract string Dialect { get; }

    /// <summary>Further header lines.</summary>
    protected virtual string Header => "";

    /// <summary>Fields of a descriptor besides the output address.</summary>
    protected abstract string Fields();

    /// <summary>The register of a thread that holds a descriptor.</summary>
    protected abstract string DescriptorRegister(int number);

    /// <summary>The register of a thread that holds an address; null where instructions name locations.</summary>
    protected virtual string? AddressRegister(int location, bool isEntry) => null;

    /// <summary>A register that holds a value, as states name it.</summary>
    protected abstract string ValueRegister(int number);

    /// <summary>A register that holds a value that will be read.</summary>
    protected int Fresh()
    {
        Known.Add(NextRegister);
        return NextRegister++;
    }

    /// <inheritdoc/>
    /// <remarks>Each access is two events or three, and the candidates are many.</remarks>
    protected override int Operations(int threadCount) => 1 + Below(threadCount == 2 ? 4 : 3);

    protected override string Frame(IReadOnlyList<IReadOnlyList<string>> threads, IReadOnlyList<IReadOnlyList<int>> registers)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Dialect} random\n{Header}Variant=vmsa,{Of("fatal", "fatal", "skip")}\n{{\n");
        foreach ((string name, int page) in Names.Select(static (n, i) => (n, i)))
        {
            text.Append(CultureInfo.InvariantCulture, $"{name}={page}; ");
            text.Append(Below(3) == 0 ? "" : $"[PTE({name})]={Descriptor(name)}; ");
        }

        for (int t = 0; t < threads.Count; t++)
        {
            text.Append('\n');
            for (int d = 0; d < Descriptors; d++)
            {
                text.Append(CultureInfo.InvariantCulture, $"{t}:{DescriptorRegister(d)}={Descriptor(Location())}; ");
            }

            foreach ((string name, int page) in Names.Select(static (n, i) => (n, i)))
            {
                if (AddressRegister(page, isEntry: false) is { } register)
                {
                    text.Append(CultureInfo.InvariantCulture, $"{t}:{register}={name}; {t}:{AddressRegister(page, isEntry: true)}=PTE({name}); ");
                }
            }
        }

        text.Append("\n}\n");
        text.Append(string.Join(" | ", threads.Select(static (_, t) => "P" + Text(t)))).Append(" ;\n");
        for (int r = 0; r < threads.Max(static t => t.Count); r++)
        {
            text.Append(string.Join(" | ", threads.Select(t => r < t.Count ? t[r] : ""))).Append(" ;\n");
        }

        string shown = string.Concat(Names.Select(static n => $"{n};[PTE({n})];"))
            + string.Concat(registers.SelectMany((known, t) => known.Select(r => $"{Text(t)}:{ValueRegister(r)};")));
        string faults = string.Join(" \\/ ", threads.SelectMany((_, t) => Names.Select(n => $"fault(P{Text(t)},{n})")));
        return text.Append(CultureInfo.InvariantCulture, $"locations [{shown}]\nexists (x=7 \\/ {faults})\n").ToString();
    }

    private string Descriptor(string name) => $"(oa:PA({(Below(3) == 0 ? Location() : name)}){Fields()})";
}
