using System.Text;
using Racewalk.Reporting.Comparing;

namespace Racewalk.Reporting.Tests;

/// <summary>What racewalk diff finds.</summary>
public sealed class DifferenceTests
{
    [Theory]
    [InlineData("holds", "violated", true)]
    [InlineData("holds", "inconclusive", true)]
    [InlineData("inconclusive", "violated", true)]
    [InlineData("violated", "holds", false)]
    [InlineData("violated", "inconclusive", false)]
    [InlineData("inconclusive", "holds", false)]
    public void Verdict_Changed_IsWorseUpTheScale(string before, string after, bool isWorse)
    {
        VerdictChange change = Assert.Single(Difference(Check(Result("a", before)), Check(Result("a", after))).Changes);
        Assert.Equal((before, after, isWorse), (change.Old, change.New, change.IsWorse));
    }

    [Theory]
    [InlineData("violated", "true", "holds", "false", true)]
    [InlineData("violated", "true", "inconclusive", "false", true)]
    [InlineData("holds", "false", "violated", "true", false)]
    [InlineData("holds", "true", "violated", "false", true)]
    [InlineData("holds", "true", "violated", "true", true)]
    public void Verdict_WithExpectation_IsWorseIfItWasAsExpectedAndIsNot(string before, string wasExpected, string after, string isExpected, bool isWorse)
    {
        static string Of(string verdict, string expected) => Result("a", verdict).Replace("\"expected\": null, \"asExpected\": true", $"\"expected\": {{}}, \"asExpected\": {expected}", StringComparison.Ordinal);
        Assert.Equal(isWorse, Assert.Single(Difference(Check(Of(before, wasExpected)), Check(Of(after, isExpected))).Changes).IsWorse);
    }

    [Fact]
    public void Changes_Many_TheWorstFirstThenInTheNewOrder()
    {
        string[] names = ["e", "d", "c", "b", "a", "same"];
        string[] before = ["violated", "holds", "inconclusive", "holds", "holds", "holds"];
        string[] after = ["holds", "inconclusive", "violated", "violated", "violated", "holds"];
        ResultDifference difference = Difference(
            Check([.. names.Select((n, i) => Result(n, before[i]))]), Check([.. names.Select((n, i) => Result(n, after[i]))]));
        Assert.Equal(["b", "a", "c", "d", "e"], difference.Changes.Select(static c => c.Subject.Group));
        Assert.Equal((4, 6), (difference.Worse, difference.Both));
    }

    [Fact]
    public void Results_NewAndVanished_AreNoChange()
    {
        ResultDifference difference = Difference(Check(Result("a", "holds"), Result("gone", "holds")), Check(Result("new", "violated"), Result("a", "holds")));
        Assert.Empty(difference.Changes);
        Assert.Equal(("new", "gone"), (Assert.Single(difference.Appeared).Subject.Group, Assert.Single(difference.Vanished).Subject.Group));
    }

    [Fact]
    public void Subject_Configuration_IsAxesDroppedStepsAndModel()
    {
        string one = Result("a", "holds");
        Assert.Single(Difference(Check(one), Check(one.Replace("\"dropped\": []", "\"dropped\": [\"flush\"]", StringComparison.Ordinal))).Vanished);
        Assert.Single(Difference(Check(one), Check(one.Replace("\"tso\"", "\"sc\"", StringComparison.Ordinal))).Vanished);
        Assert.Equal("arch=x86-64 model=tso", Assert.Single(Read(Check(one)).Results).Subject.Name);
    }

    [Theory]
    [InlineData("true", "true", "null", "null", 1)]
    [InlineData("false", "true", "null", "null", 0)]
    [InlineData("true", "false", "null", "null", 0)]
    [InlineData("true", "true", "{}", "null", 0)]
    public void Counts_Executions_AreComparedWhereBothAreExhaustive(string before, string after, string search, string symmetry, int changes)
    {
        static string Of(string executions, string exhaustive, string search, string symmetry) => Result("a", "holds")
            .Replace("\"executions\": 5", "\"executions\": " + executions, StringComparison.Ordinal)
            .Replace("\"exhaustive\": true", "\"exhaustive\": " + exhaustive, StringComparison.Ordinal)
            .Replace("\"search\": null", "\"search\": " + search, StringComparison.Ordinal)
            .Replace("\"symmetry\": null", "\"symmetry\": " + symmetry, StringComparison.Ordinal);
        ResultDifference difference = Difference(Check(Of("5", before, "null", "null")), Check(Of("6", after, search, symmetry)));
        Assert.Equal(changes, difference.Counts.Count);
        Assert.All(difference.Counts, static c => Assert.Equal(("executions", 5L, 6L), (c.Name, c.Old, c.New)));
    }

    [Fact]
    public void Counts_OfClasses_AreNotThoseOfExecutions()
    {
        string classes = Result("a", "holds").Replace("\"symmetry\": null", "\"symmetry\": {}", StringComparison.Ordinal);
        string fewer = classes.Replace("\"executions\": 5", "\"executions\": 4", StringComparison.Ordinal);
        Assert.Empty(Difference(Check(Result("a", "holds")), Check(fewer)).Counts);
        Assert.Equal("classes", Assert.Single(Difference(Check(classes), Check(fewer)).Counts).Name);
    }

    [Theory]
    [InlineData("ok", "no", true)]
    [InlineData("ok", "refused", true)]
    [InlineData("ok", "error", true)]
    [InlineData("ok", "inconclusive", true)]
    [InlineData("error", "refused", false)]
    [InlineData("no", "ok", false)]
    public void Litmus_Verdict_IsWorseUpTheScale(string before, string after, bool isWorse) =>
        Assert.Equal(isWorse, Assert.Single(Difference(Litmus(Test("a.litmus", before)), Litmus(Test("a.litmus", after))).Changes).IsWorse);

    [Fact]
    public void Litmus_Counts_AreStatesAndWitnesses()
    {
        string after = Test("a.litmus", "ok").Replace("\"positive\": 1", "\"positive\": 2", StringComparison.Ordinal).Replace("\"states\": [{}]", "\"states\": []", StringComparison.Ordinal);
        Assert.Equal(
            [("states", 1L, 0L), ("positive", 1L, 2L)],
            Difference(Litmus(Test("a.litmus", "ok")), Litmus(after)).Counts.Select(static c => (c.Name, c.Old, c.New)));
        Assert.Empty(Difference(Litmus(Test("a.litmus", "ok")), Litmus(after.Replace("\"bounds\": []", "\"bounds\": [\"time\"]", StringComparison.Ordinal))).Counts);
    }

    [Theory]
    [InlineData("", "f.json:1:1: this is no JSON: ")]
    [InlineData("{\n  \"schema\": \"racewalk/check/1\",\n  \"results\": [ oops ]\n}", "f.json:3:16: this is no JSON: 'o' is an invalid start of a value")]
    [InlineData("{} {}", "f.json:1:4: this is no JSON: ")]
    [InlineData("[]", "f.json:1:1: expected an object")]
    [InlineData("{ \"a\": 1 }", "f.json:1:1: this object has no 'schema'")]
    [InlineData("{ \"schema\": \"racewalk/check/2\" }", "f.json:1:13: this is a document of schema 'racewalk/check/2'; compared are racewalk/check/1 and racewalk/litmus/1")]
    [InlineData("{ \"schema\": \"racewalk/run/1\" }", "f.json:1:13: this is a document of schema 'racewalk/run/1'")]
    [InlineData("{ \"schema\": \"\\u001b[31m\" }", "f.json:1:13: this is a document of schema '\uFFFD[31m'")]
    [InlineData("{ \"schema\": \"racewalk/check/1\", \"schema\": 1 }", "f.json:1:33: 'schema' is there twice")]
    [InlineData("{ \"\u00E4\u00F6\": 1,  \"schema\": 2 }", "f.json:1:23: expected a string")]
    [InlineData("{ \"schema\": \"racewalk/check/1\", \"version\": \"1\",\n \"results\": [\n 7 ] }", "f.json:3:2: expected an object")]
    [InlineData("{ \"schema\": \"\\uD800\" }", "f.json:1:13: this is no JSON: the text is not valid Unicode")]
    public void Read_ForeignOrDamaged_SaysWhereAndWhy(string text, string message) =>
        Assert.StartsWith(message, Assert.Throws<ComparingException>(() => ResultFile.Read("f.json", Encoding.UTF8.GetBytes(text))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("\"holds\"", "\"maybe\"", "'maybe' is no verdict; there are holds, inconclusive, violated")]
    [InlineData("\"executions\": 5", "\"executions\": -5", "expected a whole number from 0 on")]
    [InlineData("\"executions\": 5", "\"executions\": 5.5", "expected a whole number from 0 on")]
    [InlineData("\"executions\": 5", "\"executions\": \"5\"", "expected a number")]
    [InlineData("\"exhaustive\": true", "\"exhaustive\": 1", "expected true or false")]
    [InlineData("\"dropped\": []", "\"dropped\": {}", "expected an array")]
    [InlineData("\"scenario\"", "\"scenery\"", "this object has no 'scenario'")]
    public void Read_ResultThatIsNone_SaysWhereAndWhy(string right, string wrong, string message)
    {
        string text = Check(Result("a", "holds")).Replace(right, wrong, StringComparison.Ordinal);
        string thrown = Assert.Throws<ComparingException>(() => Read(text)).Message;
        Assert.StartsWith("f.json:4:", thrown, StringComparison.Ordinal);
        Assert.EndsWith(message, thrown, StringComparison.Ordinal);
    }

    // Whatever a file is cut off at or has in the place of one of its bytes, it is read or refused, and nothing else.
    [Fact]
    public void Read_DamagedAnywhere_IsReadOrRefused()
    {
        byte[] whole = Encoding.UTF8.GetBytes(Check(Result("a", "holds")));
        int refused = 0;
        for (int i = 0; i < whole.Length; i++)
        {
            refused += IsRefused(whole[..i]) ? 1 : 0;
            foreach (byte other in (byte[])[0, (byte)'{', (byte)'"', 0xff])
            {
                byte[] damaged = [.. whole];
                damaged[i] = other;
                refused += IsRefused(damaged) ? 1 : 0;
            }
        }

        Assert.True(refused > whole.Length);

        static bool IsRefused(byte[] content)
        {
            try
            {
                ResultFile.Read("f.json", content);
                return false;
            }
            catch (ComparingException)
            {
                return true;
            }
        }
    }

    [Fact]
    public void Read_WithAMarkInFront_IsTheSame() =>
        Assert.Single(ResultFile.Read("f.json", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Check(Result("a", "holds")))]).Results);

    [Fact]
    public void Read_OneSubjectTwice_IsRefused() =>
        Assert.Equal("f.json:5:1: a second result of a  arch=x86-64 model=tso", Assert.Throws<ComparingException>(() => Read(Check(Result("a", "holds"), Result("a", "violated")))).Message);

    [Fact]
    public void Difference_OfDifferentSchemas_IsRefused() => Assert.Contains(
        "only like can be compared",
        Assert.Throws<ComparingException>(() => Difference(Check(Result("a", "holds")), Litmus(Test("a.litmus", "ok")))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Text_HostileNames_HaveNoControlCharacters()
    {
        using var output = new StringWriter { NewLine = "\n" };
        DifferenceText.Write(output, Difference(Check(), Check(Result("a\\u001b[31m\\n", "holds"))));
        Assert.Equal(
            "appeared  holds  a\uFFFD[31m\uFFFD  arch=x86-64 model=tso\n\n0 results in both: 0 verdicts changed for the worse, 0 otherwise; 1 appeared, 0 vanished; 0 counts changed\n",
            output.ToString());
    }

    private static ResultDifference Difference(string before, string after) => ResultDifference.Of(Read(before), Read(after));

    private static ResultFile Read(string text) => ResultFile.Read("f.json", Encoding.UTF8.GetBytes(text));

    private static string Check(params string[] results) => Document("racewalk/check/1", results);

    private static string Litmus(params string[] results) => Document("racewalk/litmus/1", results);

    private static string Document(string schema, string[] results) =>
        $"{{ \"schema\": \"{schema}\", \"version\": \"1.2.3\",\n \"summary\": {{}},\n \"results\": [\n{string.Join(",\n", results)} ] }}";

    private static string Result(string scenario, string verdict) =>
        $"{{ \"scenario\": \"{scenario}\", \"configuration\": {{ \"arch\": \"x86-64\" }}, \"dropped\": [], \"model\": \"tso\", \"verdict\": \"{verdict}\", \"expected\": null, \"asExpected\": true, "
        + "\"executions\": 5, \"exhaustive\": true, \"search\": null, \"symmetry\": null, \"violations\": 0 }";

    private static string Test(string file, string verdict) => verdict is "refused" or "error"
        ? $"{{ \"file\": \"{file}\", \"test\": \"SB\", \"verdict\": \"{verdict}\", \"error\": \"why\" }}"
        : $"{{ \"file\": \"{file}\", \"test\": \"SB\", \"verdict\": \"{verdict}\", \"positive\": 1, \"negative\": 3, \"states\": [{{}}], \"bounds\": [], \"mistakes\": [] }}";
}
