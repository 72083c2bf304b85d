using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;
using Xunit.Abstractions;

namespace Racewalk.Litmus.Tests;

/// <summary>Every published test can be read. Where the suites are not beside the repository, nothing is checked, and the output says so.</summary>
public sealed class PublishedSuiteTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("dat3m-lkmm", 3980)]
    [InlineData("herd-linux", 62)]
    public void Load_OfC_HasPathsForEveryThread(string suite, int expected)
    {
        if (PublishedSuites.Root is null)
        {
            output.WriteLine($"left out: {suite} is not beside the repository");
            return;
        }

        int read = 0;
        long paths = 0;
        var problems = new List<string>();
        foreach (string file in PublishedSuites.Files(suite))
        {
            try
            {
                LitmusProgram program = LitmusReader.Load(file);
                for (int thread = 0; thread < program.Threads.Count; thread++)
                {
                    paths += ThreadPaths.Enumerate(program, thread).Count;
                }

                read++;
            }
            catch (LitmusException e)
            {
                problems.Add(e.Message);
            }
        }

        output.WriteLine($"{suite}: {read} read, {paths} paths");
        Assert.Empty(problems);
        Assert.Equal(expected, read);
    }

    [Theory]
    [InlineData("dat3m-arm8", 0)]
    [InlineData("dat3m-x86", 0)]
    [InlineData("dat3m-ppc", 0)]
    [InlineData("herd-a64", 0)]
    [InlineData("herd-a64-cas", 0)]
    [InlineData("herd-a64-faults", 3)]
    [InlineData("herd-a64-instr", 4)]
    [InlineData("herd-a64-pick", 0)]
    [InlineData("herd-a64-readers", 1)]
    [InlineData("herd-vmsa", 0)]
    [InlineData("herd-kvm", 0)]
    [InlineData("herd-bbm", 0)]
    [InlineData("herd-ets2", 0)]
    [InlineData("herd-ets3", 1)]
    [InlineData("herd-x86_64", 0)]
    public void Parse_OfAssembly_ReadsTheFrame(string suite, int refused)
    {
        if (PublishedSuites.Root is null)
        {
            output.WriteLine($"left out: {suite} is not beside the repository");
            return;
        }

        int read = 0;
        var refusals = new List<string>();
        foreach (string file in PublishedSuites.Files(suite))
        {
            try
            {
                LitmusFile parsed = LitmusReader.Parse(new SourceText(file, File.ReadAllText(file)));
                Assert.NotEmpty(parsed.AsmThreads!);
                read++;
            }
            catch (LitmusException e) when (e.IsRefusal)
            {
                refusals.Add(e.Message);
            }
        }

        output.WriteLine($"{suite}: {read} read, {refusals.Count} refused");
        refusals.ForEach(output.WriteLine);

        // Instructions and descriptors as values, symbolic registers: each is refused by its name.
        Assert.Equal(refused, refusals.Count);
    }
}
