namespace Racewalk.Analyzers.Tests;

/// <summary>RW0003.</summary>
public sealed class SmugglingRuleTests
{
    [Theory]
    [InlineData("ulong y = x.Bits;")]
    [InlineData("ReadSet y = x.Reads;")]
    [InlineData("bool y = flag.Value;")]
    [InlineData("ReadSet y = flag.Reads;")]
    [InlineData("Func<Word, ulong> f = w => w.Bits;")]
    [InlineData("ulong y = cpu.Load(x + 1).Bits;")]
    public Task Complains_about_looking_inside(string statements) => Guarded.CheckBody("RW0003", statements);

    [Theory]
    [InlineData("int y = x.GetHashCode();")]
    [InlineData("string y = x.ToString();")]
    [InlineData("string y = flag.ToString();")]
    [InlineData("Func<string> y = x.ToString;")]
    [InlineData("bool y = x.Equals(null);")]
    [InlineData("object y = x;")]
    [InlineData("object y = (object)flag;")]
    [InlineData("ValueType y = x;")]
    [InlineData("dynamic y = x;")]
    [InlineData("object? y = (Word?)x;")]
    [InlineData("object y = (x, 1);")]
    [InlineData("string y = $\"value {x}\";")]
    [InlineData("string y = $\"pair {(x, 1)}\";")]
    [InlineData("string y = \"value \" + x;")]
    [InlineData("string y = string.Format(null, \"{0}\", x);")]
    [InlineData("FormattableString y = $\"{x}\";")]
    [InlineData("var y = new System.Text.StringBuilder().Append($\"{x}\");")]
    [InlineData("string y = string.Join(',', new Word[] { x });")]
    public Task Complains_about_treating_as_an_object(string statements) => Guarded.CheckBody("RW0003", statements);

    [Theory]
    [InlineData("if (x is { }) { }")]
    [InlineData("if (x is var y) { }")]
    [InlineData("switch (x) { case var y: break; }")]
    [InlineData("int y = flag switch { _ => 1 };")]
    [InlineData("int y = (x, 1) switch { ({ }, 1) => 1, _ => 2 };")]
    public Task Complains_about_patterns(string statements) => Guarded.CheckBody("RW0003", statements);

    [Theory]
    [InlineData("var d = new Dictionary<Word, int>();")]
    [InlineData("Dictionary<(Word, int), int> d = new();")]
    [InlineData("var d = new SortedList<Flag, int>();")]
    [InlineData("HashSet<Word> d = [];")]
    [InlineData("var d = new HashSet<Word>();")]
    [InlineData("var d = new Word[] { x }.ToHashSet();")]
    [InlineData("var d = new Word[] { x }.Distinct();")]
    [InlineData("var d = new int[] { 1 }.GroupBy(i => x);")]
    [InlineData("var d = new int[] { 1 }.ToDictionary(i => x);")]
    [InlineData("bool y = new List<Word>().Contains(x);")]
    [InlineData("bool y = new List<Word> { x }.Remove(x);")]
    [InlineData("bool y = EqualityComparer<Word>.Default.Equals(x, x);")]
    public Task Complains_about_keys(string statements) => CheckAtLeastOnce(statements);

    [Theory]
    [InlineData("Word y = Word.Select(x == 1, x + 2, x << 3);")]
    [InlineData("if (x == 0 && flag || !flag) { cpu.Store(x, x); }")]
    [InlineData("ulong y = cpu.Concretise(x); switch (y) { case 1: break; }")]
    [InlineData("string y = $\"{cpu.Concretise(x)}\";")]
    [InlineData("(Word a, Word b) = (x, x); Word? y = null; if (y is null) { y = a + b; }")]
    [InlineData("var d = new Dictionary<int, Word> { [1] = x }; d.Remove(1); d.TryGetValue(2, out Word y);")]
    [InlineData("var l = new List<Word> { x }; l.RemoveAt(0); Word y = l.Select(w => w + 1).First();")]
    [InlineData("int y = (cpu.Thread, x) switch { (0, _) => 1, (1, var z) => 2, _ => 3 };")]
    [InlineData("Func<Word> f = () => x; object o = f; object p = new Word[] { x };")]
    public Task Allows(string statements) => Guarded.CheckBody("", statements);

    [Fact]
    public Task What_carries_a_word_is_treated_like_it() => Guarded.Check("""
        [CheckedCode] public readonly struct Pte(Word raw)
        {
            public Word Raw => raw;
            public override string ToString() => "pte";
        }
        [CheckedCode] public record struct Pair(Word Low, Word High);
        [CheckedCode] public sealed record Range(Word Start);
        [CheckedCode]
        public static class Sample
        {
            public static void Body(Pte pte, Pair pair, Range range)
            {
                string a = pte.ToString();
                bool b = pte.Equals(pte); // RW0003
                bool c = pair == pair; // RW0003
                string d = pair.ToString(); // RW0003
                string e = $"{range}"; // RW0003
                object f = pair; // RW0003
                object g = range;
                bool h = range.Equals(range); // RW0003
                if (pair is { Low: { } }) { } // RW0003
                (Word low, Word high) = pair;
                Pair copy = pair with { High = low };
            }
        }
        """);

    [Fact]
    public Task Keyed_collections_that_come_from_elsewhere_are_found() => Guarded.Check("""
        public sealed class Elsewhere { public Dictionary<Word, int> Map = []; }
        [CheckedCode]
        public static class Sample
        {
            public static int Field(Elsewhere e, Word w) => e.Map[w]; // RW0003
            public static bool Parameter(ISet<Word> set, Word w) => set.Count > 0; // RW0003
        }
        """);

    [Fact]
    public async Task Says_what_is_wrong()
    {
        var found = await Guarded.Analyze("static class S { [CheckedCode] static ulong M(Word w) => w.Bits; }");

        Assert.Equal(
            "'Bits' loses the dependencies of a 'Word': use its operators, Select, or Concretise, which records the control dependency",
            Assert.Single(found).GetMessage(null));
    }

    // A chain of calls on such a collection may well be reported link by link.
    private static Task CheckAtLeastOnce(string statements) => Guarded.Check($$"""
        [CheckedCode]
        public static class Sample
        {
            public static void Body(Word x)
            {
                {{statements}} // RW0003
            }
        }
        """);
}
