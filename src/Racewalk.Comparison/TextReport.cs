using System.Globalization;

namespace Racewalk.Comparison;

/// <summary>The figures as a table, a row as soon as it is measured.</summary>
internal sealed class TextReport(TextWriter output)
{
    public void WriteHeader() => output.WriteLine(
        $"{"program",-50} {"model",-5} {"executions",10} {"blocked",9} {"CPU ms",9} {"median",9} "
        + $"{"exec/CPU s",11} {"B/exec",7} {"heap KiB",8} {"GenMC ms",9} {"median",9} {"ratio",7} {"of min",7} "
        + $"{"cold ms",8} {"ratio",6} {"MiB",5} {"GenMC",5}");

    public void WriteRow(Measurement m)
    {
        Write($"{m.Program,-50} {m.Model,-5} {m.Executions,10} {m.Blocked,9} {m.Cpu.MinimumMs,9:0.00} {m.Cpu.MedianMs,9:0.00} ");
        Write($"{m.ExecutionsPerCpuSecond,11:0} {m.BytesPerExecution,7} {m.PeakHeapBytes / 1024,8}");
        if (m.Peer is { } peer)
        {
            Write($" {peer.Cpu.MinimumMs,9:0.0} {peer.Cpu.MedianMs,9:0.0} {m.Ratio,7:0.00} {m.RatioOfMinima,7:0.00}");
            Write($" {m.Cold!.Process.MedianMs,8:0} {m.ColdRatio,6:0.0} {m.Cold.PeakBytes >> 20,5} {peer.PeakBytes >> 20,5}");
        }
        else if (m.Cold is { } cold)
        {
            Write($" {"-",9} {"-",9} {"-",7} {"-",7} {cold.Process.MedianMs,8:0} {"-",6} {cold.PeakBytes >> 20,5}");
        }

        output.WriteLine();
        if (m.Represented is { } represented)
        {
            Write($"  stands for {represented} executions\n");
        }

        if (!m.CountsAgree)
        {
            Write($"  GenMC counts {m.Peer!.Executions} executions\n");
        }

        foreach (string bound in m.Bounds)
        {
            Write($"  not everything was visited: {bound}\n");
        }
    }

    public void WriteSummary(ProgramComparison result)
    {
        if (result.PeerStartUp is { } startUp)
        {
            Write($"GenMC's start-up: {startUp.MinimumMs:0.0} ms, median {startUp.MedianMs:0.0} ms; the median is subtracted; options: {string.Join(' ', result.PeerOptions)}\n");
        }

        if (result.GeometricMeanRatio is { } mean)
        {
            Write($"GenMC's CPU time over ours, geometric mean: {mean:0.00} by medians of {result.Rounds} rounds, ");
            Write($"{result.GeometricMeanRatioOfMinima:0.00} by minima; ");
            Write($"of whole processes, ours cold: {result.GeometricMeanColdRatio:0.0}\n");
        }
    }

    private void Write(FormattableString text) => output.Write(text.ToString(CultureInfo.InvariantCulture));
}
