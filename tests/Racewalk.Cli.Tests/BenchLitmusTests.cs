using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.Json;

namespace Racewalk.Cli.Tests;

/// <summary>
/// racewalk bench explore where it starts itself as other processes: cold runs, litmus tests alone, and beside a herd7 that is a script which knows one answer.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class BenchLitmusTests : IDisposable
{
    private const string StoreBuffer =
        "X86 SB\n{ }\n P0 | P1 ;\n MOV [x],$1 | MOV [y],$1 ;\n MOV EAX,[y] | MOV EAX,[x] ;\nexists (0:EAX=0 /\\ 1:EAX=0)\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("racewalk-bench-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void BenchExplore_ColdWithoutPeer_HasItsFigures()
    {
        string json = Path.Combine(_folder.FullName, "bench.json");

        (int exitCode, string output) = Run("--programs", "casrot(10)", "--models", "sc", "--no-scenarios", "--rounds", "1", "--cold", "--json", json);

        Assert.True(exitCode == ExitCodes.Holds, output);
        JsonElement row = Assert.Single(Rows(json));
        Assert.Equal(JsonValueKind.Null, row.GetProperty("peer").ValueKind);
        AssertCold(row);
    }

    [Fact]
    public void BenchExplore_LitmusTestWithoutPeer_HasCountsWarmColdAndMemory()
    {
        (int exitCode, string output, JsonElement row) = Litmus();

        Assert.True(exitCode == ExitCodes.Holds, output);
        Assert.Equal(
            (4, "Sometimes", 4, 4),
            (row.GetProperty("states").GetInt32(), row.GetProperty("observation").GetString(), row.GetProperty("executions").GetInt32(), row.GetProperty("candidates").GetInt32()));
        Assert.True(row.GetProperty("warm").GetProperty("medianMs").GetDouble() > 0);
        Assert.True(row.GetProperty("allocatedBytes").GetInt64() > 0);
        AssertCold(row);
        Assert.Equal(JsonValueKind.Null, row.GetProperty("peer").ValueKind);
        Assert.DoesNotContain("herd7", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, "Sometimes", ExitCodes.Holds, "1 of 1 tests agree")]
    [InlineData(3, "Sometimes", ExitCodes.Violated, "herd7 finds 3 states and says Sometimes")]
    [InlineData(4, "Never", ExitCodes.Violated, "herd7 finds 4 states and says Never")]
    public void BenchExplore_LitmusTestWithHerd7_AgreesOrNot(int states, string observation, int expected, string text)
    {
        (int exitCode, string output, JsonElement row) = Litmus("--peer", "herd7=" + Herd($"Test SB Allowed\nStates {states}\n0:EAX=0; 1:EAX=0;\nOk\nObservation SB {observation} 1 3\nTime SB 0.00\n"));

        Assert.True(exitCode == expected, output);
        Assert.Contains(text, output, StringComparison.Ordinal);
        JsonElement peer = row.GetProperty("peer");
        Assert.Equal((states, observation), (peer.GetProperty("states").GetInt32(), peer.GetProperty("observation").GetString()));
        Assert.True(peer.GetProperty("process").GetProperty("medianMs").GetDouble() > 0);
    }

    [Fact]
    public void BenchExplore_Herd7SaysNothing_IsAnError()
    {
        (int exitCode, string output) = Run("--tests", File("sb.litmus", StoreBuffer), "--rounds", "1", "--peer", "herd7=" + Herd("Warning: File \"sb.litmus\": unexpected (User error)\n"));

        Assert.Equal(ExitCodes.Usage, exitCode);
        Assert.Contains("ended with 0:\nWarning: File \"sb.litmus\"", output, StringComparison.Ordinal);
    }

    private (int ExitCode, string Output, JsonElement Row) Litmus(params string[] arguments)
    {
        string json = Path.Combine(_folder.FullName, "bench.json");
        (int exitCode, string output) = Run(["--tests", File("sb.litmus", StoreBuffer), "--rounds", "1", "--json", json, .. arguments]);
        Assert.True(System.IO.File.Exists(json + ".litmus.json"), output);
        return (exitCode, output, Assert.Single(Rows(json + ".litmus.json")));
    }

    private static JsonElement[] Rows(string json)
    {
        string text = System.IO.File.ReadAllText(json);
        PublishedSchema.Accepts(text);
        Assert.True(PublishedSchema.NoticesEveryMutant(text, "startUps") > 10);
        using JsonDocument document = JsonDocument.Parse(text);
        return [.. document.RootElement.Clone().GetProperty("measurements").EnumerateArray()];
    }

    private static void AssertCold(JsonElement row)
    {
        JsonElement cold = row.GetProperty("cold");
        Assert.True(cold.GetProperty("process").GetProperty("medianMs").GetDouble() > 0);
        Assert.True(cold.GetProperty("peakBytes").GetInt64() > 1 << 20);
    }

    private string File(string name, string text)
    {
        string path = Path.Combine(_folder.FullName, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    private string Herd(string output)
    {
        string path = File("herd7", $"#!/bin/sh\ncat <<'END'\n{output}END\n");
        System.IO.File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    private static (int ExitCode, string Output) Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "racewalk.dll"), "bench", "explore", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
