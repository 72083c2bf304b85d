using Racewalk.Litmus.Checking;
using Racewalk.Litmus.Export;
using Racewalk.Litmus.Syntax;
using Racewalk.Models.Cat;
using Xunit.Abstractions;

namespace Racewalk.Machine.Tests.ProtocolRows;

/// <summary>Every row, written as a litmus test in the kernel's C, gets the row's verdict from the litmus front end, and from herd7 where it is at hand.</summary>
public sealed class ExportTests(ITestOutputHelper output)
{
    public static TheoryData<string> Rows => [.. ProtocolTable.All.Select(static r => r.Name)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Write_Row_HasTheSameVerdictAsLitmusTest(string name)
    {
        ProtocolRow row = ProtocolTable.All.Single(r => r.Name == name);
        var outcome = RowOutcome.Of(row, Architecture.Lkmm);

        string text = LitmusExport.Write(row.Program(Architecture.Lkmm), "row", row.Name, row.Bad);

        output.WriteLine(text);
        LitmusResult result = LitmusChecker.Check(LitmusReader.Lower(LitmusReader.Parse(new SourceText("row.litmus", text))), BuiltInModels.Get("lkmm"));
        Assert.Empty(result.Bounds);
        Assert.Equal(outcome.IsBad, result.Positive > 0);
        if (Herd7.IsThere)
        {
            Assert.Equal(result.Observation, Herd7.Observe(text));
        }
    }
}
