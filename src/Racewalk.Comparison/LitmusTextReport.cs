using System.Globalization;

namespace Racewalk.Comparison;

/// <summary>The figures of the comparison with herd7 as a table, a row as soon as it is measured.</summary>
internal sealed class LitmusTextReport(TextWriter output)
{
    public void WriteHeader() => output.WriteLine(
        $"{"test",-58} {"states",6} {"verdict",-9} {"herd7 ms",9} {"warm ms",8} {"ratio",7} {"process ms",10} {"ratio",6}");

    public void WriteRow(LitmusMeasurement m)
    {
        string warmRatio = m.WarmRatio is { } ratio ? ratio.ToString("0.0", CultureInfo.InvariantCulture) : "-";
        Write($"{m.Test,-58} {m.States,6} {m.Observation,-9} {m.Peer.MedianMs,9:0.0} {m.Warm.MedianMs,8:0.00} {warmRatio,7} ");
        Write($"{m.Process.MedianMs,10:0.0} {m.ProcessRatio,6:0.00}\n");
        if (!m.Agrees)
        {
            Write($"  herd7 finds {m.PeerStates} states and says {m.PeerObservation}\n");
        }
    }

    public void WriteSummary(LitmusComparison result)
    {
        foreach (string test in result.LeftOut)
        {
            Write($"left out: {test}\n");
        }

        int agreeing = result.Measurements.Count(static m => m.Agrees);
        Write($"{agreeing} of {result.Measurements.Count} tests agree in verdict and number of states\n");
        Write($"CPU milliseconds, medians of {result.Rounds} rounds\n");
        foreach ((string dialect, StartUp startUp) in result.StartUps.OrderBy(static s => s.Key, StringComparer.Ordinal))
        {
            Write($"start-up for {dialect}: herd7 {startUp.Peer.MedianMs:0.0}, ours {startUp.Process.MedianMs:0.0}\n");
        }

        if (result.GeometricMeanWarmRatio is { } warm)
        {
            Write($"herd7 without its start-up over ours warm, geometric mean: {warm:0.0}\n");
        }

        if (result.GeometricMeanProcessRatio is { } process)
        {
            Write($"herd7 over ours, whole processes, geometric mean: {process:0.00}\n");
        }

        Write($"all tests together: herd7 {result.PeerMs:0} ms, ours warm {result.WarmMs:0} ms, our processes {result.ProcessMs:0} ms\n");
    }

    private void Write(FormattableString text) => output.Write(text.ToString(CultureInfo.InvariantCulture));
}
