using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Racewalk.Cli.Tests;

public sealed class LitmusCommandTests : IDisposable
{
    private const string StoreBuffer =
        "X86 SB\nHash=0123456789abcdef0123456789abcdef\n{ }\n P0 | P1 ;\n MOV [x],$1 | MOV [y],$1 ;\n MOV EAX,[y] | MOV EAX,[x] ;\nexists (0:EAX=0 /\\ 1:EAX=0)\n";

    private const string Racy = "C racy\n{ }\nP0(int *x) { *x = 1; }\nP1(int *x) { int r0; r0 = *x; }\nexists (1:r0=1)\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("racewalk-litmus-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Litmus_OneTest_PrintsHerdsBlock()
    {
        TestRun run = Run(File("sb.litmus", StoreBuffer));

        string[] lines = [.. run.Output.Split('\n').Select(static l => l.StartsWith("Time ", StringComparison.Ordinal) ? "Time" : l)];
        Assert.Equal(
            [
                "Test SB Allowed", "States 4", "0:EAX=0; 1:EAX=0;", "0:EAX=0; 1:EAX=1;", "0:EAX=1; 1:EAX=0;", "0:EAX=1; 1:EAX=1;", "Ok", "Witnesses",
                "Positive: 1 Negative: 3", "Condition exists (0:EAX=0 /\\ 1:EAX=0)", "Observation SB Sometimes 1 3", "Time",
                "Hash=0123456789abcdef0123456789abcdef", "", "",
            ],
            lines);
        Assert.Equal(ExitCodes.Holds, run.ExitCode);
    }

    [Fact]
    public void Litmus_OutcomeNotFound_IsExitCodeOne()
    {
        TestRun run = Run(File("sb.litmus", StoreBuffer), "--model", "sc");

        Assert.Contains("\nNo\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Violated, run.ExitCode);
    }

    [Fact]
    public void Litmus_DataRace_IsAFlag() => Assert.Contains("\nFlag data-race\n", Run(File("racy.litmus", Racy)).Output, StringComparison.Ordinal);

    [Fact]
    public void Litmus_Explorer_FindsWhatCandidatesFind()
    {
        string file = File("sb.litmus", StoreBuffer);
        string Untimed(TestRun run) => string.Join('\n', run.Output.Split('\n').Where(static l => !l.StartsWith("Time ", StringComparison.Ordinal)));

        Assert.Equal(Untimed(Run(file)), Untimed(Run(file, "--engine", "explorer")));
        Assert.Equal(Untimed(Run(file, "--model", "sc")), Untimed(Run(file, "--model", "sc", "--engine", "explorer")));
    }

    [Fact]
    public void Litmus_ExplorerOnOtherDialect_IsRefusedWithTheReason()
    {
        TestRun run = Run(File("sb.litmus", StoreBuffer), "--engine", "explorer", "--model", "power");

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains("the explorer does not take this test: the model power does not know the barriers of X86", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("explorers", "did you mean 'explorer'")]
    [InlineData("explorer", "--why, --dot and --html need --engine candidates")]
    public void Litmus_BadEngine_IsUsage(string engine, string expected)
    {
        TestRun run = Run(File("sb.litmus", StoreBuffer), "--engine", engine, "--why");

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Litmus_ExplorerWithCatFile_IsUsage() => Assert.Contains(
        "--engine explorer has models of its own: sc, tso",
        Run(File("sb.litmus", StoreBuffer), "--engine", "explorer", "--model", File("any.cat", "\"any\"\nacyclic po as any\n")).Error,
        StringComparison.Ordinal);

    [Fact]
    public void Litmus_Why_NamesTheCheckAndTheCycle()
    {
        TestRun run = Run(File("sb.litmus", StoreBuffer), "--model", "sc", "--why", "--format", "table");

        Assert.Contains("violates sequential-consistency:", run.Output, StringComparison.Ordinal);
        Assert.Contains("--fr-->  (back to the first)", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Litmus_Dot_WritesAPicture()
    {
        string pictures = Path.Combine(_folder.FullName, "pictures");

        Run(File("sb.litmus", StoreBuffer), "--dot", pictures);

        string dot = System.IO.File.ReadAllText(Path.Combine(pictures, "SB.dot"));
        Assert.StartsWith("digraph \"SB\" {", dot, StringComparison.Ordinal);
        Assert.Equal(2, dot.Split("label=\"fr\"").Length - 1);
    }

    [Fact]
    public void Litmus_ManyFiles_AreInTheirOrder()
    {
        for (int i = 0; i < 40; i++)
        {
            File($"t{i:00}.litmus", StoreBuffer.Replace("SB", $"SB{i:00}", StringComparison.Ordinal));
        }

        TestRun run = Run(_folder.FullName, "--format", "table", "--workers", "4");

        string[] names = [.. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(static l => l.Split(' ')[0])];
        Assert.Equal(Enumerable.Range(0, 40).Select(static i => $"SB{i:00}"), names);
    }

    // The second test takes long enough for several workers to explore it.
    [Theory]
    [InlineData("explorer", "herd")]
    [InlineData("explorer", "table")]
    [InlineData("explorer", "json")]
    [InlineData("candidates", "herd")]
    public void Litmus_AnyNumberOfWorkers_PrintsTheSame(string engine, string format)
    {
        int writers = engine == "explorer" ? 8 : 4;
        string Row(Func<int, string> cell) => $" {string.Join(" | ", Enumerable.Range(0, writers).Select(cell))} ;\n";
        string[] files =
        [
            File("sb.litmus", StoreBuffer),
            File("long.litmus", $"X86 long\n{{ }}\n{Row(static i => $"P{i}")}{Row(static i => $"MOV [x],${i + 1}")}exists (x=1)\n"),
            File("racy.litmus", Racy),
        ];
        string Untimed(int workers)
        {
            TestRun run = Run([.. files, "--engine", engine, "--format", format, "--states", "--workers", workers.ToString(CultureInfo.InvariantCulture)]);
            Assert.Equal(ExitCodes.Holds, run.ExitCode);
            return Regex.Replace(run.Output, @"(?m)^Time .*$|\b\d+\.\d+\b", "T");
        }

        string one = Untimed(1);
        Assert.Contains("data-race", one, StringComparison.Ordinal);
        Assert.Equal(one, Untimed(2));
        Assert.Equal(one, Untimed(8));
    }

    [Fact]
    public void Litmus_NoWorkers_IsUsage() =>
        Assert.Contains("--workers: the number must be positive", Run(File("sb.litmus", StoreBuffer), "--workers", "0").Error, StringComparison.Ordinal);

    [Fact]
    public void Litmus_Json_HasSchemaAndStates()
    {
        using JsonDocument json = JsonDocument.Parse(Run(File("sb.litmus", StoreBuffer), "--format", "json").Output);

        Assert.Equal("racewalk/litmus/1", json.RootElement.GetProperty("schema").GetString());
        Assert.Equal(4, json.RootElement.GetProperty("results")[0].GetProperty("states").GetArrayLength());
    }

    [Fact]
    public void Litmus_List_NamesFilesBesideIt()
    {
        File("sb.litmus", StoreBuffer);
        string list = File("tests", "# mine\nsb.litmus\n");

        Assert.Contains("Observation SB Sometimes 1 3", Run("@" + list).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X86 SB\n{ }\n P0 ;\n FROB [x],$1 ;\nexists (x=1)\n", ":4:2: ")]
    [InlineData("C t\n{ }\nP0(int *x) { while (1) { } }\nexists (x=1)\n", ":3:")]
    [InlineData("C t\n{ }\nP0(int *x) { WRITE_ONCE(*x, 1); }\nexists (3:r0=1)\n", ":4:")]
    [InlineData("\u0001\u0002\u0000", ":1:1: ")]
    [InlineData("", ":1:1: ")]
    public void Litmus_BadFile_IsADiagnosticAndExitCodeTwo(string text, string place)
    {
        TestRun run = Run(File("bad.litmus", text));

        Assert.Contains("bad.litmus" + place, run.Error, StringComparison.Ordinal);
        Assert.Contains("^", run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Output);
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
    }

    [Theory]
    [InlineData("acyclic po |", "expected")]
    [InlineData("acyclic nonsense", "nonsense")]
    [InlineData("include \"there-is-none.cat\"", "there-is-none.cat")]
    [InlineData("let rec f x = f x\nempty f po", "")]
    public void Litmus_BadModel_IsADiagnosticAndExitCodeTwo(string model, string expected)
    {
        TestRun run = Run(File("sb.litmus", StoreBuffer), "--model", File("bad.cat", "\"bad\"\n" + model + "\n"));

        Assert.Contains("bad.cat", run.Error, StringComparison.Ordinal);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
    }

    [Fact]
    public void Litmus_UnknownModel_NamesTheNearest() =>
        Assert.Contains("did you mean 'armv8'", Run(File("sb.litmus", StoreBuffer), "--model", "armv9").Error, StringComparison.Ordinal);

    [Fact]
    public void Conformance_WrongExpectation_IsNamedAndExitCodeOne()
    {
        File("sb.litmus", StoreBuffer);
        File("expected.csv", "file,name,arch,quantifier,verdict,reachable,always,extra\nsb.litmus,SB,X86,exists,Forbidden,0,0,\n");

        TestRun run = Run("conformance", [_folder.FullName]);

        Assert.Contains("1 tests, 0 agree, 1 disagree, 0 refused, 0 cut", run.Output, StringComparison.Ordinal);
        Assert.Contains("disagrees: sb.litmus: a state satisfies the condition, none should", run.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Violated, run.ExitCode);
    }

    private string File(string name, string text)
    {
        string path = Path.Combine(_folder.FullName, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    private static TestRun Run(params string[] arguments) => Run("litmus", arguments);

    private static TestRun Run(string command, string[] arguments) => TestRun.Of(TestRun.Fake(), [command, .. arguments]);
}
