using System.Globalization;
using Racewalk.NativeBench;
using Racewalk.Trials.Bench;

// Pins side by side with the same algorithm in C: Racewalk.NativeBench REFERENCE.c, where gcc is. Rounds alternate, so that both see the same machine.
if (args is not [string source] || !File.Exists(source))
{
    Console.Error.WriteLine("usage: Racewalk.NativeBench bench/reference/gup_fast.c");
    return 2;
}

// Other guests of the host and the sibling thread make both slower by half from one second to the next: the best is what the code can do.
const int Alternations = 15;
const int Rounds = 2000;
using var reference = ReferenceProgram.Build(source);
Console.WriteLine("GUP-fast: CPU time of a pin and its unpin, one CPU, 512 pages, the best of 15 processes or runs of 5 repetitions each");
foreach (bool isHuge in (bool[])[false, true])
{
    List<double> own = [];
    List<double> theirs = [];
    long allocated = 0;
    for (int i = 0; i < Alternations; i++)
    {
        theirs.Add(reference.NanosecondsPerPin(PinBench.PagesPerCpu, Rounds, isHuge));
        PinFigures figures = PinBench.Measure(1, isHuge, Rounds);
        own.Add(figures.NanosecondsPerPin);
        allocated += figures.AllocatedBytes;
    }

    double ratio = own.Min() / theirs.Min();
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{(isHuge ? "huge" : "base"),-5}  C# {own.Min(),7:0.00} ns   C (gcc -O2) {theirs.Min(),7:0.00} ns   ratio {ratio:0.00}   allocated {allocated} bytes"));
}

return 0;
