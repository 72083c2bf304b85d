using Racewalk.Bench;
using Racewalk.Classics;
using Racewalk.Exploration;

if (args.Contains("--help", StringComparer.Ordinal) || args.Contains("-h", StringComparer.Ordinal))
{
    Console.WriteLine(BenchOptions.Usage);
    return ExitCodes.Success;
}

try
{
    BenchOptions options = BenchOptions.Parse(args);
    if (options.Once is { } once)
    {
        Console.WriteLine(Explorer.Explore(ClassicPrograms.Make(once), options.Models[0]).Executions);
        return ExitCodes.Success;
    }

    return options.HerdBinary is null ? RunPrograms(options) : RunLitmus(options);
}
catch (BenchException e)
{
    Console.Error.WriteLine(e.Message);
    return ExitCodes.Unusable;
}

static int RunPrograms(BenchOptions options)
{
    var report = new TextReport(Console.Out);
    BenchResult result = new Runner(options).Run(report.WriteHeader, report.WriteRow);
    report.WriteSummary(result);
    if (options.JsonPath is { } path)
    {
        JsonReport.Write(result, path);
    }

    return result.IsSound ? ExitCodes.Success : ExitCodes.CountsDiffer;
}

static int RunLitmus(BenchOptions options)
{
    var report = new LitmusTextReport(Console.Out);
    LitmusBenchResult result = new LitmusRunner(options).Run(Console.Error, report.WriteHeader, report.WriteRow);
    report.WriteSummary(result);
    if (options.JsonPath is { } path)
    {
        JsonReport.Write(result, path);
    }

    return result.IsSound ? ExitCodes.Success : ExitCodes.CountsDiffer;
}
