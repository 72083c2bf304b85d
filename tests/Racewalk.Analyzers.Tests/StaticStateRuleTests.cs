using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Emit;

namespace Racewalk.Analyzers.Tests;

/// <summary>RW0002.</summary>
public sealed class StaticStateRuleTests
{
    private const string Declarations = """
        public enum Level { Pmd }
        public sealed record Step(string Name);
        public record Open(string Name);
        public sealed record Settable(string Name) { public int Count { get; set; } }
        public readonly struct Geometry { public int Levels => 2; }
        public struct Loose { public int Levels; }
        public static class Shared
        {
            public const int Constant = 1;
            public static readonly int Number = 1;
            public static readonly string Text = "";
            public static readonly Level Top = Level.Pmd;
            public static readonly Geometry Small = new();
            public static readonly (int, string) Pair = (1, "");
            public static readonly int? Maybe = null;
            public static readonly Word Zero = 0;
            public static readonly ImmutableArray<int> Sizes = [];
            public static readonly ImmutableDictionary<int, int> Map = ImmutableDictionary<int, int>.Empty;
            public static readonly Step Recheck = new("recheck");
            public static int Computed => 1;
            public static int Fixed { get; } = 1;

            public static int Writable;
            [ThreadStatic] public static int PerThread;
            public static readonly int[] Table = [];
            public static readonly List<int> Items = [];
            public static readonly Loose Scratch;
            public static readonly IReadOnlyList<int> View = [];
            public static readonly Open Extensible = new("");
            public static readonly Settable Changing = new("");
            public static readonly ImmutableArray<int>.Builder Builder = ImmutableArray.CreateBuilder<int>();
            public static readonly Func<int> Function = () => 1;
            public static int Property { get; set; }
            public static int PrivatelySet { get; private set; }
            public static int[] Held { get; } = [];
            public static event Action? Fired;
            public static void Fire() => Fired?.Invoke();
        }
        """;

    [Theory]
    [InlineData("Writable")]
    [InlineData("PerThread")]
    [InlineData("Table")]
    [InlineData("Items")]
    [InlineData("Scratch")]
    [InlineData("View")]
    [InlineData("Extensible")]
    [InlineData("Changing")]
    [InlineData("Builder")]
    [InlineData("Function")]
    [InlineData("Property")]
    [InlineData("PrivatelySet")]
    [InlineData("Held")]
    public Task Complains_about_reading(string member) => CheckMember("RW0002", $"var y = Shared.{member};");

    [Theory]
    [InlineData("Shared.Writable = 1;")]
    [InlineData("Shared.Writable++;")]
    [InlineData("Shared.Property += 1;")]
    [InlineData("int.TryParse(\"\", out Shared.Writable);")]
    [InlineData("Shared.Fired += () => { };")]
    [InlineData("System.Globalization.CultureInfo.CurrentCulture.ToString();")]
    public Task Complains_about_writing(string statement) => CheckMember("RW0002", statement);

    [Theory]
    [InlineData("Constant")]
    [InlineData("Number")]
    [InlineData("Text")]
    [InlineData("Top")]
    [InlineData("Small")]
    [InlineData("Pair")]
    [InlineData("Maybe")]
    [InlineData("Zero")]
    [InlineData("Sizes")]
    [InlineData("Map")]
    [InlineData("Recheck")]
    [InlineData("Computed")]
    [InlineData("Fixed")]
    public Task Allows_reading(string member) => CheckMember("", $"var y = Shared.{member};");

    [Theory]
    [InlineData("string y = string.Empty; ulong z = ulong.MaxValue; var e = ImmutableArray<int>.Empty;")]
    [InlineData("var c = StringComparer.Ordinal; var i = System.Globalization.CultureInfo.InvariantCulture;")]
    public Task Allows_the_library_s_constants(string statements) => CheckMember("", statements);

    [Fact]
    public Task A_static_constructor_may_initialise() => Guarded.Check("""
        [CheckedCode]
        public static class Sample
        {
            private static readonly int[] s_table = [1];
            private static int s_count;
            static Sample() { s_table[0] = 2; s_count = 1; }
            public static int Sum() => s_table[0] // RW0002
                + s_count; // RW0002
        }
        """);

    [Fact]
    public async Task Says_what_is_wrong()
    {
        var found = await Guarded.Analyze(Declarations + "static class S { [CheckedCode] static int[] M() => Shared.Table; }");

        Assert.StartsWith("'Shared.Table' is a static field of type", Assert.Single(found).GetMessage(null), StringComparison.Ordinal);
    }

    /// <summary>A build sees other projects through reference assemblies, which have no private members; an editor and the formatter see their source.</summary>
    [Theory]
    [InlineData("Held", "RW0002")]
    [InlineData("Property", "RW0002")]
    [InlineData("Table", "RW0002")]
    [InlineData("Fixed", "")]
    [InlineData("Computed", "")]
    [InlineData("Recheck", "")]
    [InlineData("Kept", "")]
    public async Task Judges_a_reference_assembly_like_its_source(string member, string rule)
    {
        string declarations = Declarations.Replace("public static int Computed", "public static Step Kept { get; } = new(\"\"); public static int Computed", StringComparison.Ordinal);
        using var assembly = new MemoryStream();
        Assert.True(Guarded.Compile(declarations).Emit(assembly, options: new EmitOptions(metadataOnly: true, includePrivateMembers: false)).Success);
        var found = await Guarded.Analyze(
            $"public static class S {{ [CheckedCode] public static void M() {{ var y = Shared.{member}; }} }}",
            MetadataReference.CreateFromImage(assembly.ToArray()));
        Assert.Equal(rule, string.Join(' ', found.Select(d => d.Id)));
    }

    private static async Task CheckMember(string rule, string statement)
    {
        var found = await Guarded.Analyze(Declarations + $"public static class S {{ [CheckedCode] public static void M() {{ {statement} }} }}");
        Assert.Equal(rule, string.Join(' ', found.Select(d => d.Id)));
    }
}
