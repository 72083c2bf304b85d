using System.Globalization;
using System.Text;

namespace Racewalk.Litmus.Tests.Exploring;

/// <summary>Small random litmus tests of what the explorer takes: the same seed gives the same test.</summary>
internal abstract class RandomLitmus(int seed)
{
    private static readonly string[] s_names = ["x", "y", "z"];
    private readonly Random _random = new(seed);

    /// <summary>How many locations the test has.</summary>
    protected int Locations { get; private set; }

    /// <summary>The registers that hold a value that was read, of the thread being written.</summary>
    protected List<int> Known { get; } = [];

    /// <summary>The next free register.</summary>
    protected int NextRegister { get; set; }

    /// <summary>A test in a dialect.</summary>
    public static string Write(string dialect, int seed) => dialect switch
    {
        "C" => new RandomC(seed).Write(),
        "AArch64" => new RandomAArch64(seed).Write(),
        "AArch64 vmsa" => new RandomPageTables(seed).Write(),
        "X86_64 vmsa" => new RandomX86PageTables(seed).Write(),
        "PPC vmsa" => new RandomRadixPageTables(seed).Write(),
        "PPC" => new RandomPpc(seed).Write(),
        _ => new RandomX86(seed).Write(),
    };

    /// <summary>How many threads a test may have.</summary>
    protected virtual int MostThreads => 3;

    /// <summary>A number below a bound.</summary>
    protected int Below(int bound) => _random.Next(bound);

    /// <summary>One of some.</summary>
    protected T Of<T>(params ReadOnlySpan<T> items) => items[Below(items.Length)];

    /// <summary>A location's name.</summary>
    protected string Location() => s_names[Below(Locations)];

    /// <summary>A location's number.</summary>
    protected int LocationNumber() => Below(Locations);

    /// <summary>A register that holds a value that was read; -1 if there is none.</summary>
    protected int KnownRegister() => Known.Count == 0 ? -1 : Known[Below(Known.Count)];

    /// <summary>A number as text.</summary>
    protected static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The names of the locations.</summary>
    protected IEnumerable<string> Names => s_names.Take(Locations);

    /// <summary>The whole test.</summary>
    protected abstract string Frame(IReadOnlyList<IReadOnlyList<string>> threads, IReadOnlyList<IReadOnlyList<int>> registers);

    /// <summary>Appends one operation.</summary>
    protected abstract void Operation(List<string> code);

    /// <summary>How many operations a thread has.</summary>
    protected virtual int Operations(int threadCount) => 2 + Below(threadCount == 2 ? 4 : 3);

    /// <summary>Ends a thread.</summary>
    protected virtual void Finish(List<string> code)
    {
    }

    /// <summary>The text of the test.</summary>
    protected string Write()
    {
        int threadCount = 2 + Below(MostThreads - 1);
        Locations = 1 + Below(3);
        var threads = new List<List<string>>();
        var registers = new List<List<int>>();
        for (int t = 0; t < threadCount; t++)
        {
            Known.Clear();
            NextRegister = 0;
            var code = new List<string>();
            int operations = Operations(threadCount);
            for (int i = 0; i < operations; i++)
            {
                Operation(code);
            }

            Finish(code);
            threads.Add(code);
            registers.Add([.. Known.Distinct()]);
        }

        return Frame(threads, registers);
    }

    /// <summary>The table of an assembly dialect.</summary>
    protected string Table(
        string dialect,
        IReadOnlyList<IReadOnlyList<string>> threads,
        IReadOnlyList<IReadOnlyList<int>> registers,
        string registerPrefix,
        Func<int, string>? addressRegister)
    {
        var text = new StringBuilder();
        text.Append(dialect).Append(" random\n{\n");
        for (int t = 0; t < threads.Count; t++)
        {
            for (int l = 0; l < Locations && addressRegister is not null; l++)
            {
                text.Append(CultureInfo.InvariantCulture, $"{t}:{addressRegister(l)}={s_names[l]}; ");
            }
        }

        text.Append("\n}\n");
        int rows = threads.Max(static t => t.Count);
        text.Append(string.Join(" | ", threads.Select(static (_, t) => "P" + Text(t)))).Append(" ;\n");
        for (int r = 0; r < rows; r++)
        {
            text.Append(string.Join(" | ", threads.Select(t => r < t.Count ? t[r] : ""))).Append(" ;\n");
        }

        text.Append("locations [").Append(string.Join(";", Names));
        for (int t = 0; t < threads.Count; t++)
        {
            foreach (int register in registers[t])
            {
                text.Append(CultureInfo.InvariantCulture, $";{t}:{registerPrefix}{register}");
            }
        }

        return text.Append("]\nexists (x=0)\n").ToString();
    }
}
