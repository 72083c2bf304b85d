using System.Globalization;

namespace Racewalk.Comparison;

/// <summary>The figures of litmus tests as a table, a row as soon as it is measured.</summary>
/// <param name="output">Where to.</param>
/// <param name="hasPeer">Whether herd7's are among them.</param>
internal sealed class LitmusTextReport(TextWriter output, bool hasPeer)
{
    public void WriteHeader()
    {
        Write($"{"test",-58} {"states",6} {"verdict",-9} {"executions",10} {"candidates",10} {"warm ms",8} {"KiB/check",9} {"cold ms",8} {"MiB",4}");
        output.WriteLine(hasPeer ? $" {"herd7 ms",9} {"warm",7} {"cold",6}" : "");
    }

    public void WriteRow(LitmusMeasurement m)
    {
        Write($"{m.Test,-58} {m.States,6} {m.Observation,-9} {m.Executions,10} {m.Candidates,10} {m.Warm.MedianMs,8:0.00} {m.AllocatedBytes >> 10,9} ");
        Write($"{m.Cold.Process.MedianMs,8:0.0} {m.Cold.PeakBytes >> 20,4}");
        if (m.Peer is { } peer)
        {
            string warmRatio = m.WarmRatio is { } ratio ? ratio.ToString("0.0", CultureInfo.InvariantCulture) : "-";
            Write($" {peer.Process.MedianMs,9:0.0} {warmRatio,7} {m.ProcessRatio,6:0.00}");
        }

        output.WriteLine();
        if (!m.Agrees)
        {
            Write($"  herd7 finds {m.Peer!.States} states and says {m.Peer.Observation}\n");
        }

        foreach (string bound in m.Bounds)
        {
            Write($"  not everything was looked at: {bound}\n");
        }
    }

    public void WriteSummary(LitmusComparison result)
    {
        foreach (string test in result.LeftOut)
        {
            Write($"left out: {test}\n");
        }

        if (hasPeer)
        {
            int agreeing = result.Measurements.Count(static m => m.Agrees);
            Write($"{agreeing} of {result.Measurements.Count} tests agree in verdict and number of states\n");
        }

        Write($"CPU milliseconds, medians of {result.Rounds} rounds\n");
        foreach ((string dialect, StartUp startUp) in result.StartUps.OrderBy(static s => s.Key, StringComparer.Ordinal))
        {
            FormattableString theirs = $"{startUp.Peer?.MedianMs:0.0}";
            Write($"start-up for {dialect}: {(hasPeer ? $"herd7 {theirs.ToString(CultureInfo.InvariantCulture)}, " : "")}ours {startUp.Process.MedianMs:0.0}\n");
        }

        if (result.GeometricMeanWarmRatio is { } warm)
        {
            Write($"herd7 without its start-up over ours warm, geometric mean: {warm:0.0}\n");
        }

        if (result.GeometricMeanProcessRatio is { } process)
        {
            Write($"herd7 over ours, whole processes, geometric mean: {process:0.00}\n");
        }

        Write($"all tests together: ours warm {result.WarmMs:0} ms, our processes {result.ProcessMs:0} ms");
        if (hasPeer)
        {
            Write($", herd7 {result.PeerMs:0} ms");
        }

        output.WriteLine();
    }

    private void Write(FormattableString text) => output.Write(text.ToString(CultureInfo.InvariantCulture));
}
