using Racewalk.Programs;
using static Racewalk.Machine.Tests.Translation.TranslationSetup;

namespace Racewalk.Machine.Tests.Translation;

/// <summary>Walks, faults and flushes of x86 and of Power's two MMUs, as what they are made of.</summary>
public sealed class OtherArchitectureTests
{
    private const ulong Writable = 4;
    private const ulong Dirty = 0x20;
    private const ulong Used = User | NotGlobal | AccessFlag;
    private const ulong HashEntry = 0x3000;
    private const ulong InfoOfCpu0 = 0xc5d1_0000;
    private const ulong PreemptedOfCpu1 = 0xc5d2_0008;

    private static readonly PageTableFormat s_x86 = new X86TableFormat
    {
        Valid = Valid,
        Table = Table,
        User = User,
        NotGlobal = NotGlobal,
        Writable = Writable,
        Accessed = AccessFlag,
        Dirty = Dirty,
    };

    private static readonly PageTableFormat s_radix = new RadixTableFormat
    {
        Valid = Valid,
        Table = Table,
        User = User,
        NotGlobal = NotGlobal,
        Writable = Writable,
        Referenced = AccessFlag,
        Changed = Dirty,
    };

    private static readonly PageTableFormat s_hash = new HashTableFormat { Valid = Valid, Table = 0, User = User, NotGlobal = NotGlobal, Writable = Writable };

    [Theory]
    [InlineData("x86-64")]
    [InlineData("ppc64-radix")]
    public void Store_CleanEntry_HardwareSetsAccessedAndDirty(string architecture)
    {
        RecordingSink sink = Run(architecture, PageA | Valid | Writable | User | NotGlobal, static (c, s) => c.InUserMode(s).Store(Base, 7));

        Assert.Null(sink.Failure);
        Assert.Equal(PageA | Valid | Writable | Used | Dirty, sink.Memory[Ptes]);
        Assert.Equal(7UL, sink.Memory[PageA]);
    }

    [Fact]
    public void Load_OnX86_MarksTheTableAsWell()
    {
        RecordingSink sink = Run("x86-64", PageA | Valid | Used, static (c, s) => c.InUserMode(s).Load(Base));

        Assert.Equal(Ptes | Valid | Table | AccessFlag, sink.Memory[Root]);
    }

    [Theory]
    [InlineData("x86-64", "RMW RMW Fault Invalidate")]
    [InlineData("ppc64-radix", "R RMW Fault")]
    public void Load_NothingMapped_FaultsAndOnX86EndsWhatIsCached(string architecture, string expected)
    {
        RecordingSink sink = Run(architecture, 0, static (c, s) => c.InUserMode(s).Load(Base));

        Assert.Equal(ViolationKind.UnhandledFault, sink.Failure!.Kind);
        Assert.Equal(expected, sink.Trace);
    }

    [Theory]
    [InlineData("x86-64", 1, "translation fault")]
    [InlineData("x86-64", 0, "permission fault")]
    [InlineData("ppc64-radix", 1, "translation fault")]
    [InlineData("ppc64-radix", 0, "permission fault")]
    public void Store_EntryThatForbidsIt_NamesTheClass(string architecture, int clears, string fault)
    {
        ulong entry = PageA | Used | (clears == 1 ? Writable : Valid);

        RecordingSink sink = Run(architecture, entry, static (c, s) => c.InUserMode(s).Store(Base, 7));

        Assert.Contains(fault, sink.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FlushTlbRange_OnX86_InterruptsThenInvalidatesThenWaits() => Assert.Equal(
        "F.Full W RMW.lse Send(1) Invalidate Await", Run("x86-64", 0, static (c, s) => c.FlushTlbRange(s, 0, 1)).Trace);

    [Fact]
    public void FlushTlbRange_OnX86WithoutOtherCpus_IsLocal() =>
        Assert.Equal("F.Full Invalidate", Run("x86-64", 0, static (c, s) => c.FlushTlbRange(s, 0, 1), cpus: 1).Trace);

    [Fact]
    public void FlushTlbRange_InAGuest_MarksWhoIsPreempted()
    {
        RecordingSink sink = Run("x86-64-pv", 0, static (c, s) => c.FlushTlbRange(s, 0, 1), prepare: static s => s.Memory[PreemptedOfCpu1] = 1);

        Assert.DoesNotContain("Send", sink.Trace, StringComparison.Ordinal);
        Assert.Equal(3UL, sink.Memory[PreemptedOfCpu1]);
    }

    [Fact]
    public void FlushTlbRange_InAGuest_InterruptsWhoRuns() => Assert.Contains("Send(1)", Run("x86-64-pv", 0, static (c, s) => c.FlushTlbRange(s, 0, 1)).Trace, StringComparison.Ordinal);

    [Fact]
    public void FlushTlbKernelRange_OnX86_HasNoGeneration() =>
        Assert.Equal("W RMW.lse Send(1) Invalidate Await", Run("x86-64", 0, static (c, s) => c.FlushTlbKernelRange(s, 0, 1)).Trace);

    [Fact]
    public void FlushTlbAll_InAGuest_InterruptsWhoIsPreempted()
    {
        RecordingSink sink = Run("x86-64-pv", 0, static (c, _) => c.FlushTlbAll(), prepare: static s => s.Memory[PreemptedOfCpu1] = 1);

        Assert.Contains("Send(1)", sink.Trace, StringComparison.Ordinal);
        Assert.Equal(1UL, sink.Memory[PreemptedOfCpu1]);
    }

    [Fact]
    public void FlushTlbKernelRange_OnRadix_ReadsNoMask() =>
        Assert.Equal("F.DsbFull Invalidate F.Eieio F.TlbSync F.DsbFull", Run("ppc64-radix", 0, static (c, s) => c.FlushTlbKernelRange(s, 0, 1)).Trace);

    [Theory]
    [InlineData("x86-64", "flush-ipi flush-invlpg")]
    [InlineData("ppc64-radix", "flush-ptesync-first flush-tlbie flush-tlbsync flush-ptesync")]
    public void TranslatedFlushSteps_OfKernelAddresses_AreNamed(string architecture, string expected) =>
        Assert.Equal(expected, string.Join(' ', Cpu.TranslatedFlushSteps(Architecture.Find(architecture)!, isKernel: true)));

    [Theory]
    [InlineData(Cpu.FlushMb, "F.DsbFull Invalidate F.Eieio F.TlbSync F.DsbFull")]
    [InlineData(Cpu.FlushPtesyncFirst, "F.Full Invalidate F.Eieio F.TlbSync F.DsbFull")]
    [InlineData(Cpu.FlushTlbie, "F.Full F.DsbFull F.Eieio F.TlbSync F.DsbFull")]
    [InlineData(Cpu.FlushTlbsync, "F.Full F.DsbFull Invalidate F.DsbFull")]
    [InlineData(Cpu.FlushPtesync, "F.Full F.DsbFull Invalidate F.Eieio F.TlbSync")]
    public void FlushTlbRange_OnRadixWithAPartDropped_IsTheRest(string dropped, string expected) =>
        Assert.Equal(expected, Run("ppc64-radix", 0, static (c, s) => c.FlushTlbRange(s, 0, 1), dropped: dropped).Trace);

    [Fact]
    public void LocalFlushTlbRange_OnRadix_IsTlbiel() =>
        Assert.Equal("F.Full F.DsbFull Invalidate F.DsbFull", Run("ppc64-radix", 0, static (c, s) => c.LocalFlushTlbRange(s, 0, 1)).Trace);

    [Fact]
    public void FlushTlbRange_OnHash_DoesNothing() => Assert.Equal("", Run("ppc64-hash", 0, static (c, s) => c.FlushTlbRange(s, 0, 1)).Trace);

    [Fact]
    public void HashTlbie_Page_IsTheWholeSequence() =>
        Assert.Equal("F.DsbFull Invalidate F.Eieio F.TlbSync F.DsbFull", Run("ppc64-hash", 0, static (c, s) => c.HashTlbie(s, 0)).Trace);

    [Theory]
    [InlineData(Valid, PageA | Used | Writable, "R R W", null)]
    [InlineData(0UL, PageA | Used | Writable, "R Fault", "translation fault")]
    [InlineData(Valid, PageA | Used, "R R Fault", "permission fault")]
    public void Store_OnHash_ReadsBothHalvesOfTheEntry(ulong v, ulong r, string trace, string? fault)
    {
        RecordingSink sink = Run("ppc64-hash", 0, static (c, s) => c.InUserMode(s).Store(Base, 7), prepare: s =>
        {
            s.Memory[HashEntry] = v;
            s.Memory[HashEntry + 8] = r;
        });

        Assert.Equal(trace, sink.Trace);
        Assert.True(fault is null ? sink.Failure is null : sink.Failure!.Message.Contains(fault, StringComparison.Ordinal));
    }

    // The handler of the interrupt must be told the same as the sender invalidates itself.
    [Fact]
    public void FlushTlbRange_OnX86_TellsOthersWhatItInvalidatesItself()
    {
        RecordingSink sender = Run("x86-64", 0, static (c, s) => c.FlushTlbRange(s, 1, 2));
        var target = new RecordingSink();
        target.Memory[InfoOfCpu0] = sender.Memory[InfoOfCpu0];
        target.Memory[0xc5d0_0008] = 1;

        int handler = MachineOf("x86-64", out _).Functions.ToList().IndexOf(IpiFunction.FlushTlbFunc);
        new ThreadContext(target, thread: 1, argument: 0).Run(MachineOf("x86-64", out _).Handlers[handler]);

        Assert.Equal(sender.Invalidations.Select(static i => i.Operand), target.Invalidations.Select(static i => i.Operand));
        Assert.NotEmpty(target.Invalidations);
        Assert.All(target.Invalidations, static i => Assert.True(i.IsLocal));
    }

    private static RecordingSink Run(
        string architecture, ulong entry, Action<Cpu, AddressSpace> body, int cpus = 2, Action<RecordingSink>? prepare = null, params string[] dropped)
    {
        CheckedMachine machine = MachineOf(architecture, out AddressSpace space, cpus, dropped);
        return RecordingSink.Run(machine, c => body(c, space), sink =>
        {
            foreach ((ulong address, ulong value) in Memory(entry))
            {
                sink.Memory[address] = value;
            }

            prepare?.Invoke(sink);
        });
    }

    private static CheckedMachine MachineOf(string architecture, out AddressSpace space, int cpus = 2, params string[] dropped)
    {
        bool isHash = architecture == "ppc64-hash";
        space = new AddressSpace
        {
            Name = "user",
            Format = isHash ? s_hash : architecture == "ppc64-radix" ? s_radix : s_x86,
            Root = isHash ? HashEntry : Root,
            Entries = isHash ? [4] : [2, 2],
            Base = Base,
        };
        return new CheckedMachine(Architecture.Find(architecture)!, cpus, dropped: dropped) { AddressSpaces = [space] };
    }
}
