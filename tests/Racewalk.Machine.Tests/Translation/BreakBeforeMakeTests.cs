using Racewalk.Exploration;
using Racewalk.Models;
using Racewalk.Programs;
using static Racewalk.Machine.Tests.Translation.TranslationSetup;

namespace Racewalk.Machine.Tests.Translation;

/// <summary>Each rule of break-before-make, and its clean twin.</summary>
public sealed class BreakBeforeMakeTests
{
    private const ulong Writable = Leaf | Dbm;
    private const ulong Readable = Leaf | ReadOnly;

    [Theory]
    [InlineData(PageA | Writable, PageB | Writable, "one of the two is writable")]
    [InlineData(PageA | Writable, PageB | Readable, "one of the two is writable")]
    [InlineData(PageA | Readable, PageB | Readable, "the contents differ")]
    [InlineData(PageA | Readable, PageA | Readable | MemoryType, "memory type")]
    public void Replace_InPlace_IsAViolationAtEveryLevel(ulong before, ulong after, string rule)
    {
        for (int level = 0; level <= 2; level++)
        {
            Assert.Contains(rule, Find(before, level, c => c.WriteOnce(Ptes, after)), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(PageA | Writable, PageB | Writable)]
    [InlineData(PageA | Readable, PageB | Readable)]
    [InlineData(PageA | Readable, PageA | Readable | MemoryType)]
    public void Replace_BrokenBefore_IsFine(ulong before, ulong after) => Assert.Equal("", Find(before, 0, c =>
    {
        c.WriteOnce(Ptes, 0);
        c.FlushTlbRange(s_space, 0, 1);
        c.WriteOnce(Ptes, after);
    }));

    [Theory]
    [InlineData(PageA | Writable, PageA | Readable)]
    [InlineData(PageA | Readable, PageA | Writable)]
    [InlineData(0, PageA | Writable)]
    [InlineData(PageA | (Writable & ~AccessFlag), PageB | Writable)]
    [InlineData(PageA | Writable, PageB | (Writable & ~AccessFlag))]
    public void Replace_PermissionsOrWhatNoTlbKeeps_IsFineInPlace(ulong before, ulong after) => Assert.Equal("", Find(before, 0, c => c.WriteOnce(Ptes, after)));

    [Fact]
    public void Replace_ReadOnlyWithEqualContents_IsFineInPlace() => Assert.Equal("", Find(PageA | Readable, 0, c =>
    {
        c.WriteOnce(PageB, 1);
        c.SmpWmb();
        c.WriteOnce(Ptes, PageB | Readable);
    }));

    [Fact]
    public void Replace_EqualContentsThatChangeLater_IsAViolation() => Assert.Contains("the contents differ", Find(PageA | Readable, 0, c =>
    {
        c.WriteOnce(PageB, 1);
        c.SmpWmb();
        c.WriteOnce(Ptes, PageB | Readable);
        c.WriteOnce(PageB, 3);
    }), StringComparison.Ordinal);

    [Fact]
    public void Replace_EqualContentsThatChangeAfterTheFlush_IsFine() => Assert.Equal("", Find(PageA | Readable, 0, c =>
    {
        c.WriteOnce(PageB, 1);
        c.SmpWmb();
        c.WriteOnce(Ptes, PageB | Readable);
        c.FlushTlbRange(s_space, 0, 1);
        c.WriteOnce(PageB, 3);
    }));

    [Theory]
    [InlineData(Cpu.FlushDsbIshst)]
    [InlineData(Cpu.FlushTlbi)]
    [InlineData(Cpu.FlushDsbIsh)]
    public void Replace_BrokenByAFlushThatLacksAPart_IsAViolation(string dropped) => Assert.NotEqual("", Find(PageA | Writable, 0, c =>
    {
        c.WriteOnce(Ptes, 0);
        c.FlushTlbRange(s_space, 0, 1);
        c.WriteOnce(Ptes, PageB | Writable);
    }, dropped));

    [Fact]
    public void Replace_BrokenByAFlushOfAnotherPage_IsAViolation() => Assert.NotEqual("", Find(PageA | Writable, 0, c =>
    {
        c.WriteOnce(Ptes, 0);
        c.FlushTlbRange(s_space, 1, 1);
        c.WriteOnce(Ptes, PageB | Writable);
    }));

    [Theory]
    [InlineData(1, true)]
    [InlineData(3, false)]
    public void Replace_BrokenByALocalFlush_IsFineIfNobodyElseWalks(ulong cpus, bool isFine)
    {
        AddressSpace space = Space(cpus: cpus);
        string found = Find(space, Memory(PageA | Writable), [0, 0], c =>
        {
            c.WriteOnce(Ptes, 0);
            c.LocalFlushTlbRange(space, 0, 1);
            c.WriteOnce(Ptes, PageB | Writable);
        });
        Assert.Equal(isFine, found.Length == 0);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void Replace_BlockByEqualTable_NeedsABreakBelowLevelTwo(int level, bool isViolation)
    {
        AddressSpace space = Space(hasBlocks: true);
        Dictionary<ulong, ulong> memory = BlockMemory(PageA + 0x1000);
        string found = Find(space, memory, [level, level], static c => c.WriteOnce(Root, Ptes | Valid | Table));
        Assert.Equal(isViolation, found.Contains("a block and a table", StringComparison.Ordinal));
    }

    [Fact]
    public void Replace_BlockByTableWithAnotherPage_IsAViolationAtLevelTwo()
    {
        AddressSpace space = Space(hasBlocks: true);
        string found = Find(space, BlockMemory(PageB + 0x4000), [2, 2], static c => c.WriteOnce(Root, Ptes | Valid | Table));
        Assert.Contains("user+0x1000", found, StringComparison.Ordinal);
        Assert.Contains("output address", found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(2, false)]
    public void Replace_ContiguousBit_NeedsABreakAtLevelZero(int level, bool isViolation)
    {
        AddressSpace space = Space(contiguous: 2);
        Dictionary<ulong, ulong> memory = Memory(PageA | Writable);
        memory[Ptes + 8] = (PageA + 0x1000) | Writable;
        string found = Find(space, memory, [level, level], static c =>
        {
            c.WriteOnce(Ptes, PageA | Writable | Contiguous);
            c.WriteOnce(Ptes + 8, (PageA + 0x1000) | Writable | Contiguous);
        });
        Assert.Equal(isViolation, found.Contains("the contiguous bit", StringComparison.Ordinal));
    }

    [Fact]
    public void Replace_ContiguousSetThatDoesNotFit_IsAViolation()
    {
        AddressSpace space = Space(contiguous: 2);
        Dictionary<ulong, ulong> memory = Memory(PageA | Writable | Contiguous);
        memory[Ptes + 8] = (PageB + 0x4000) | Writable | Contiguous;
        Assert.Contains("output address", Find(space, memory, [2, 2], static c => c.ReadOnce(PageA)), StringComparison.Ordinal);
    }

    [Fact]
    public void Replace_MixedLevels_NamesTheCpuThatHasTheLeast()
    {
        AddressSpace space = Space(hasBlocks: true);
        string found = Find(space, BlockMemory(PageA + 0x1000), [2, 0], static c => c.WriteOnce(Root, Ptes | Valid | Table));
        Assert.Contains("on CPU 1 (FEAT_BBM level 0)", found, StringComparison.Ordinal);
    }

    [Fact]
    public void Replace_InPlace_NamesEntryAndValues()
    {
        string found = Find(PageA | Writable, 0, static c => c.WriteOnce(Ptes, PageB | Writable));
        Assert.StartsWith("[0x2000]=0x8c45 and 0x9c45 can both be cached for user+0x0 on CPU 0 (FEAT_BBM level 0)", found, StringComparison.Ordinal);
    }

    private static readonly AddressSpace s_space = Space();

    private static Dictionary<ulong, ulong> BlockMemory(ulong secondPage) => new()
    {
        [Root] = PageA | Writable,
        [Ptes] = PageA | Writable,
        [Ptes + 8] = secondPage | Writable,
    };

    private static string Find(ulong entry, int level, Action<Cpu> writer, params string[] dropped) =>
        Find(s_space, Memory(entry), [level, level], writer, dropped);

    private static string Find(AddressSpace space, Dictionary<ulong, ulong> memory, int[] levels, Action<Cpu> writer, params string[] dropped)
    {
        CheckedMachine machine = MachineOf(space, new TranslationFeatures { BreakBeforeMakeLevels = levels }, null, 2, dropped);
        var visitor = new Judge(new BreakBeforeMake(machine, memory));
        Assert.Empty(Explorer.Explore(Program(machine, memory, writer, static _ => { }), MemoryModel.Armv8, visitor).Bounds);
        Assert.True(visitor.Executions > 0);
        return visitor.Found;
    }

    private sealed class Judge(BreakBeforeMake rules) : IExecutionVisitor
    {
        public string Found { get; private set; } = "";

        public int Executions { get; private set; }

        public bool Visit(IExecution execution)
        {
            Executions++;
            FailureNote? failure = rules.Find(execution.Graph!, TranslationHistory.Of(execution.Graph!));
            Assert.True(failure is null || failure.Kind == ViolationKind.BreakBeforeMake);
            Found = failure?.Message ?? Found;
            return failure is null;
        }
    }
}
