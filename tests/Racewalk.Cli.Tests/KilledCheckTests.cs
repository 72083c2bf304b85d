using System.Diagnostics;
using Racewalk.Scenarios;

namespace Racewalk.Cli.Tests;

/// <summary>A process that checks is killed, and another one goes on.</summary>
public sealed class KilledCheckTests : IDisposable
{
    private static readonly string[] s_check = ["check", "lockless-pte/contpte-dirty", "--variant", "back=yes"];
    private readonly string _folder = Directory.CreateTempSubdirectory("racewalk-killed").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Check_ProcessIsKilled_ResumedSaysWhatAnUninterruptedOneSays()
    {
        string file = Path.Combine(_folder, "state");
        string program = Path.Combine(AppContext.BaseDirectory, "racewalk.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. s_check, "--checkpoint", file, "--checkpoint-every", "0.01"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using (Process process = Process.Start(start)!)
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            while (!File.Exists(file) && !process.HasExited)
            {
                await Task.Delay(1);
            }

            process.Kill();
            await process.WaitForExitAsync();
            await output;
        }

        TestRun whole = TestRun.Of(Real(), s_check);
        TestRun resumed = TestRun.Of(Real(), [.. s_check, "--resume", file]);
        Assert.Equal(whole.ExitCode, resumed.ExitCode);
        Assert.Equal(WithoutTime(whole.Output), WithoutTime(resumed.Output));
    }

    private static CliEnvironment Real() => TestRun.Fake() with { Catalogue = Catalogue.All, Check = ScenarioChecker.Check };

    private static string WithoutTime(string output) =>
        string.Join('\n', output.Split('\n').Select(static l => l.Contains("visited:", StringComparison.Ordinal) ? l[..l.LastIndexOf(',')] : l));
}
