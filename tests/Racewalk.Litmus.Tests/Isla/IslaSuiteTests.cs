using Racewalk.Litmus.Isla;
using Racewalk.Litmus.Isla.Layout;
using Racewalk.Litmus.Syntax;
using Xunit.Abstractions;

namespace Racewalk.Litmus.Tests.Isla;

/// <summary>The published tests of isla can be evaluated. Where they are not beside the repository, nothing is checked, and the output says so.</summary>
public sealed class IslaSuiteTests(ITestOutputHelper output)
{
    private const int FileCount = 165;
    private const int StageTwoCount = 14;

    [Fact]
    public void Evaluate_OfPublishedTests_RefusesStageTwoAndNothingElse()
    {
        List<IslaTest> tests = Load();
        var stageTwo = new List<string>();
        foreach (IslaTest test in tests)
        {
            StageTwoUse? use = StageTwo.Find(test).FirstOrDefault();
            if (use is null)
            {
                IslaInitialState state = IslaEvaluator.Evaluate(test);
                Assert.Equal(test.Threads.Count, state.Threads.Count);
            }
            else
            {
                var e = Assert.Throws<LitmusException>(() => IslaEvaluator.Evaluate(test));
                Assert.True(e.IsRefusal);
                Assert.Equal($"stage 2 is not supported: {use.Construct}", e.Problem);
                stageTwo.Add($"{test.Name}: {use.Construct}");
            }
        }

        output.WriteLine($"{tests.Count} read, {tests.Count - stageTwo.Count} evaluated, {stageTwo.Count} of stage 2:");
        stageTwo.ForEach(output.WriteLine);
        Assert.Equal(tests.Count == 0 ? 0 : StageTwoCount, stageTwo.Count);
    }

    [Fact]
    public void Walk_OfEveryMapping_EndsWhereTheStatementSays()
    {
        var expectation = new MappingExpectation();
        foreach (IslaTest test in StageOne())
        {
            expectation.Check(IslaEvaluator.Evaluate(test));
        }

        output.WriteLine($"{expectation.Initial} mappings at the start, {expectation.Potential} potential ones, {expectation.Pages} pages of code and tables");
    }

    [Fact]
    public void Registers_OfPublishedTests_PointToEntriesAndHoldTheirValues()
    {
        int addresses = 0;
        int values = 0;
        foreach (IslaTest test in StageOne())
        {
            IslaInitialState state = IslaEvaluator.Evaluate(test);
            var allowed = state.Tables.Entries.SelectMany(e => e.Potential.Append(e.Initial)).ToHashSet();
            foreach (IslaThreadState thread in state.Threads)
            {
                foreach (IslaRegister register in thread.Thread.Reset)
                {
                    ulong value = thread.Find(InitialRegisters.Normalize(register.Name)) ?? 0;
                    string function = register.Value is IslaCall call ? call.Function : "";
                    if (function.StartsWith("pte", StringComparison.Ordinal))
                    {
                        Assert.NotNull(state.Tables.Find(value));
                        addresses++;
                    }
                    else if (function.Contains("desc", StringComparison.Ordinal))
                    {
                        Assert.True(allowed.Contains(value), $"{test.Name}: no entry can be 0x{value:x}, the value of {thread.Number}:{register.Name}");
                        values++;
                    }
                }
            }
        }

        output.WriteLine($"{addresses} addresses of entries, {values} descriptors");
    }

    [Fact]
    public void Evaluate_OfTheSameTest_IsTheSame()
    {
        foreach (IslaTest test in StageOne())
        {
            IslaInitialState one = IslaEvaluator.Evaluate(test);
            IslaInitialState two = IslaEvaluator.Evaluate(IslaReader.Load(test.Source.Path));
            Assert.Equal(one.Addresses, two.Addresses);
            Assert.Equal(one.Tables.Entries.Select(e => (e.Address, e.Level, e.Initial)), two.Tables.Entries.Select(e => (e.Address, e.Level, e.Initial)));
        }
    }

    private IEnumerable<IslaTest> StageOne() => Load().Where(t => StageTwo.Find(t).Count == 0);

    private List<IslaTest> Load()
    {
        if (PublishedSuites.Root is null)
        {
            output.WriteLine("left out: isla-vmsa is not beside the repository");
            return [];
        }

        List<IslaTest> tests =
        [
            .. Directory.EnumerateFiles(Path.Combine(PublishedSuites.Root, "isla-vmsa"), "*.toml").Order(StringComparer.Ordinal).Select(IslaReader.Load),
        ];
        Assert.Equal(FileCount, tests.Count);
        return tests;
    }
}
