using System.Text.Json;
using System.Text.RegularExpressions;
using Json.Schema;
using Racewalk.Executions;
using Racewalk.Exploration;
using Racewalk.Programs;
using Racewalk.Scenarios;

namespace Racewalk.Cli.Tests;

/// <summary>The published schemas, and what the commands really write. racewalk bench explore is in <see cref="BenchLitmusTests"/>, where it has peers.</summary>
public sealed partial class SchemaTests : IDisposable
{
    private const string StoreBuffer =
        "X86 SB\n{ }\n P0 | P1 ;\n MOV [x],$1 | MOV [y],$1 ;\n MOV EAX,[y] | MOV EAX,[x] ;\nexists (0:EAX=0 /\\ 1:EAX=0)\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("racewalk-schema-");

    public static TheoryData<string> Names => [.. Schemas.Names];

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void Schema_Published_IsASchemaAndTheFileInTheDocuments(string name)
    {
        TestRun run = TestRun.Of(TestRun.Fake(), "schema", name);
        Assert.Equal(ExitCodes.Holds, run.ExitCode);
        Assert.Equal(File.ReadAllText(Path.Combine(Root(), "docs", "schemas", name + ".schema.json")), run.Output);
        using JsonDocument schema = JsonDocument.Parse(run.Output);
        Assert.True(MetaSchemas.Draft202012.Evaluate(schema.RootElement).IsValid);
        string id = schema.RootElement.GetProperty("properties").GetProperty("schema").GetProperty("const").GetString()!;
        Assert.Matches($"^racewalk/{name}/[0-9]+$", id);
        Assert.Equal("urn:" + id.Replace('/', ':'), schema.RootElement.GetProperty("$id").GetString());
        Assert.False(schema.RootElement.GetProperty("additionalProperties").GetBoolean());
    }

    [Fact]
    public void Schema_EveryNameInTheSource_IsPublished()
    {
        IEnumerable<string> used = Directory.EnumerateFiles(Path.Combine(Root(), "src"), "*.cs", SearchOption.AllDirectories)
            .Where(static f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(static f => SchemaName().Matches(File.ReadAllText(f)).Select(static m => m.Groups[1].Value));
        Assert.Equal(Schemas.Names.Select(static n => Schemas.Heading(n).Id).Order(StringComparer.Ordinal), used.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Schema_WithoutName_ListsThem()
    {
        TestRun run = TestRun.Of(TestRun.Fake(), "schema");
        Assert.Equal(Schemas.Names.Count, run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("racewalk/check/1", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Schema_Unknown_Returns2()
    {
        TestRun run = TestRun.Of(TestRun.Fake(), "schema", "chek");
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains("did you mean 'check'", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("failure kind", typeof(ViolationKind))]
    [InlineData("status", typeof(ThreadStatus))]
    [InlineData("access", typeof(Access))]
    [InlineData("fault", typeof(FaultClass))]
    public void Schema_Enumerations_AreTheProgramsOwn(string where, Type type)
    {
        using JsonDocument schema = JsonDocument.Parse(Schemas.Text("check"));
        string[] listed = where.Split(' ').Aggregate<string, IEnumerable<JsonElement>>([schema.RootElement], static (at, name) => at.SelectMany(e => Named(e, name)))
            .SelectMany(static e => e.TryGetProperty("enum", out JsonElement values) ? values.EnumerateArray() : default(JsonElement.ArrayEnumerator))
            .Select(static v => v.GetString()!).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(
            Enum.GetNames(type).Where(n => !(type == typeof(Access) && n == nameof(Access.None))).Select(JsonNamingPolicy.KebabCaseLower.ConvertName).Order(StringComparer.Ordinal),
            listed);
    }

    [Theory]
    [InlineData("check", "gup-fast/collapse", "--era", "E0", "--json")]
    [InlineData("check", "gup-fast/collapse", "--arch", "x86-64", "--json")]
    [InlineData("check", "gup-fast/collapse", "--event-bound", "5", "--json")]
    [InlineData("check", "--all", "gup-fast/zap", "--arch", "lkmm", "--json")]
    [InlineData("check", "test/store-buffering", "--search", "random", "--runs", "50", "--json")]
    [InlineData("check", "test/store-buffering", "--search", "pct", "--runs", "50", "--model", "sc", "--json")]
    [InlineData("check", "test/store-buffering", "--search", "context", "--preemptions", "0", "--model", "sc", "--json")]
    [InlineData("check", "test/increments", "--symmetry", "--json")]
    [InlineData("check", "test/increments", "--max-executions", "10", "--json")]
    [InlineData("run", "gup-fast/collapse", "--no-control", "--rounds", "200", "--seconds", "60", "--json")]
    [InlineData("run", "gup-fast/collapse", "--rounds", "200", "--seconds", "60", "--json")]
    [InlineData("stress", "--stops", "1", "--seconds", "600", "--cpus", "1", "--pages", "1000", "--json")]
    public void Json_OfACommand_IsAsPublishedAndMutantsAreNot(params string[] arguments)
    {
        TestRun run = TestRun.Of(Everything(), arguments);
        PublishedSchema.Accepts(run.Output);
        Assert.True(PublishedSchema.NoticesEveryMutant(run.Output, "configuration", "outcomes") > 10);
    }

    [Fact]
    public void Json_OfExamples_HasEveryKindOfEvent()
    {
        var kinds = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string[] arguments in (string[][])
        [
            ["check", "gup-fast/collapse", "--arch", "arm64", "--era", "E0", "--json"],
            ["check", "hvo-arm64/update", "--variant", "strategy=pause-masks", "--variant", "context=lock-waiter", "--variant", "cpus=2", "--json"],
            ["check", "hvo-arm64/update", "--variant", "strategy=pause-masks", "--variant", "context=irqs-off", "--variant", "cpus=1", "--variant", "rt=yes", "--json"],
            ["check", "translation/break-before-make", "--variant", "between=invalid", "--variant", "change=block", "--drop", "bbm-break", "--json"],
            ["check", "translation/publish", "--variant", "ets=0", "--variant", "mapping=kernel-own", "--drop", "map-dsb-ishst", "--json"],
        ])
        {
            TestRun run = TestRun.Of(Everything(), arguments);
            PublishedSchema.Accepts(run.Output);
            using JsonDocument document = JsonDocument.Parse(run.Output);
            kinds.UnionWith(document.RootElement.GetProperty("results").EnumerateArray().SelectMany(static r => r.GetProperty("example").GetProperty("events").EnumerateArray())
                .Select(static e => e.GetProperty("kind").GetString()!));
        }

        Assert.Equal(Enum.GetNames<EventKind>().Select(JsonNamingPolicy.KebabCaseLower.ConvertName).Order(StringComparer.Ordinal), kinds);
    }

    [Fact]
    public void Json_OfLitmusTests_IsAsPublishedAndMutantsAreNot()
    {
        Write("sb.litmus", StoreBuffer);
        Write("damaged.litmus", "X86 damaged\n{ ");
        Write("refused.litmus", "X86 refused\n{ }\n P0 ;\n CPUID ;\nexists (x=0)\n");
        TestRun run = TestRun.Of(TestRun.Fake(), "litmus", _folder.FullName, "--format", "json");
        PublishedSchema.Accepts(run.Output);
        using JsonDocument document = JsonDocument.Parse(run.Output);
        Assert.Equal(["error", "refused", "ok"], document.RootElement.GetProperty("results").EnumerateArray().Select(static r => r.GetProperty("verdict").GetString()));
        string checkedOne = TestRun.Of(TestRun.Fake(), "litmus", Path.Combine(_folder.FullName, "sb.litmus"), "--format", "json").Output;
        Assert.True(PublishedSchema.NoticesEveryMutant(checkedOne) > 10);
        string failedOne = TestRun.Of(TestRun.Fake(), "litmus", Path.Combine(_folder.FullName, "refused.litmus"), "--format", "json").Output;
        Assert.True(PublishedSchema.NoticesEveryMutant(failedOne) > 5);
    }

    [Fact]
    public void Json_OfBench_IsAsPublishedAndMutantsAreNot()
    {
        string file = Path.Combine(_folder.FullName, "bench.json");
        TestRun.Of(TestRun.Fake(), "bench", "flush", "--cpus", "1", "--seconds", "0.01", "--json", file);
        PublishedSchema.Accepts(File.ReadAllText(file));
        Assert.True(PublishedSchema.NoticesEveryMutant(File.ReadAllText(file), "keys") > 10);
    }

    [Fact]
    public void Json_OfBenchExplore_IsAsPublishedAndMutantsAreNot()
    {
        string file = Path.Combine(_folder.FullName, "bench.json");
        TestRun.Of(TestRun.Fake(), "bench", "explore", "--symmetry", "--programs", "cinc(5)", "--models", "sc", "--rounds", "1", "--json", file);
        PublishedSchema.Accepts(File.ReadAllText(file));
        Assert.True(PublishedSchema.NoticesEveryMutant(File.ReadAllText(file)) > 10);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);

    private static CliEnvironment Everything()
    {
        CliEnvironment real = TestRun.Real();
        return real with { Catalogue = ScenarioList.Of([.. real.Catalogue, .. Catalogue.All]) };
    }

    private static IEnumerable<JsonElement> Named(JsonElement at, string name) => at.ValueKind switch
    {
        JsonValueKind.Object => at.EnumerateObject().SelectMany(m => m.Name == name && m.Value.ValueKind == JsonValueKind.Object ? [m.Value] : Named(m.Value, name)),
        JsonValueKind.Array => at.EnumerateArray().SelectMany(i => Named(i, name)),
        _ => [],
    };

    private static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Racewalk.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("the tests run outside the repository");
    }

    [GeneratedRegex("\"(racewalk/[a-z-]+/[0-9]+)\"", RegexOptions.CultureInvariant)]
    private static partial Regex SchemaName();
}
