using Racewalk.Exploration;
using Racewalk.Models;
using Racewalk.Programs;

namespace Racewalk.Machine.Tests;

/// <summary>An exchange of two words at once, against readers of one word at a time.</summary>
public sealed class DoubleWordTests
{
    private const ulong First = 0x100;
    private const ulong Second = 0x104;

    public static TheoryData<string> Architectures => ["sc", "x86-pae", "arm64", "lkmm"];

    [Theory]
    [MemberData(nameof(Architectures))]
    public void XchgDoubleWord_ReaderOfTheFirstThenTheSecond_NeverSeesANewFirstAndAnOldSecond(string architecture) =>
        Assert.Equal(["0 0", "0 2", "1 2"], Outcomes(architecture, static c => Show(c, c.ReadFirstWord(First), Ordered(c, Second))));

    [Theory]
    [MemberData(nameof(Architectures))]
    public void XchgDoubleWord_ReaderOfTheSecondThenTheFirst_NeverSeesANewSecondAndAnOldFirst(string architecture) =>
        Assert.Equal(["0 0", "1 0", "1 2"], Outcomes(architecture, static c =>
        {
            Word second = c.ReadOnce(Second);
            c.SmpRmb();
            Show(c, c.ReadFirstWord(First), second);
        }));

    [Fact]
    public void XchgDoubleWord_Twice_ReturnsWhatWasThere() =>
        Assert.Equal(["1 2"], Outcomes("sc", static c => { }, static c =>
        {
            c.XchgDoubleWord(First, Second, 1, 2, out _);
            Word first = c.XchgDoubleWord(First, Second, 3, 4, out Word second);
            Show(c, first, second);
        }));

    private static Word Ordered(Cpu cpu, Word address)
    {
        cpu.SmpRmb();
        return cpu.ReadOnce(address);
    }

    private static void Show(Cpu cpu, Word first, Word second)
    {
        cpu.Observe("first", first);
        cpu.Observe("second", second);
    }

    private static IEnumerable<string> Outcomes(string architecture, Action<Cpu> reader, Action<Cpu>? writer = null)
    {
        var machine = new CheckedMachine(Architecture.Find(architecture)!, 2);
        var program = new CheckedProgram
        {
            Name = architecture,
            Threads = [machine.Task(writer ?? (static c => c.XchgDoubleWord(First, Second, 1, 2, out _))), machine.Task(reader)],
            LocationName = machine.Name,
        };
        var seen = new Pairs();
        ExplorationResult result = Explorer.Explore(program, MemoryModel.All.Single(m => m.Name == machine.Architecture.DefaultModel), seen);
        Assert.Empty(result.Bounds);
        return seen.Values;
    }

    private sealed class Pairs : IExecutionVisitor
    {
        public SortedSet<string> Values { get; } = new(StringComparer.Ordinal);

        public bool Visit(IExecution execution)
        {
            for (int thread = 0; execution.IsComplete && thread < 2; thread++)
            {
                if (execution.TryGetObserved(thread, "first", out ulong first) && execution.TryGetObserved(thread, "second", out ulong second))
                {
                    Values.Add(FormattableString.Invariant($"{first} {second}"));
                }
            }

            return true;
        }
    }
}
