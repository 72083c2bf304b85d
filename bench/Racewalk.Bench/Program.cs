using Racewalk.Bench;

if (args.Contains("--help", StringComparer.Ordinal) || args.Contains("-h", StringComparer.Ordinal))
{
    Console.WriteLine(BenchOptions.Usage);
    return ExitCodes.Success;
}

try
{
    BenchOptions options = BenchOptions.Parse(args);
    var report = new TextReport(Console.Out);
    BenchResult result = new Runner(options).Run(report.WriteHeader, report.WriteRow);
    report.WriteSummary(result);
    if (options.JsonPath is { } path)
    {
        JsonReport.Write(result, path);
    }

    return result.IsSound ? ExitCodes.Success : ExitCodes.CountsDiffer;
}
catch (BenchException e)
{
    Console.Error.WriteLine(e.Message);
    return ExitCodes.Unusable;
}
