using Racewalk.Programs;
using static Racewalk.Machine.Tests.Translation.TranslationSetup;

namespace Racewalk.Machine.Tests.Translation;

/// <summary>What an access through a virtual address is made of.</summary>
public sealed class WalkTests
{
    [Fact]
    public void Load_MappedPage_WalksEachLevelThenReads()
    {
        AddressSpace space = Space();
        RecordingSink sink = Run(MachineOf(space), PageA | Leaf, c => c.Observe("value", c.InUserMode(space).Load(Base)));

        Assert.Equal("R R R", sink.Trace);
        Assert.Equal(PageA, sink.LastOperation.Address);
        Assert.Equal(new ReadSet(0b11, 0), sink.LastOperation.AddressReads);
        Assert.True(sink.LastOperation.ControlReads.IsEmpty);
        Assert.Contains(new ObservedNote("value", 1), sink.Notes);
    }

    [Fact]
    public void Store_Block_GoesToTheDistanceInTheBlock()
    {
        AddressSpace space = Space(hasBlocks: true);
        RecordingSink sink = RecordingSink.Run(MachineOf(space), c => c.InUserMode(space).Store(Base + 0x1008, 7), s => s.Memory[Root] = PageA | Leaf);

        Assert.Equal("R W", sink.Trace);
        Assert.Equal(PageA + 0x1008, sink.LastOperation.Address);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    public void Load_BlockWithNoTranslation_FaultsWithFeatBbm(int level, bool faults)
    {
        AddressSpace space = Space(hasBlocks: true);
        CheckedMachine machine = MachineOf(space, new TranslationFeatures { BreakBeforeMakeLevels = [level] });

        RecordingSink sink = RecordingSink.Run(machine, c => c.InUserMode(space).Load(Base), s => s.Memory[Root] = PageA | Leaf | NoTranslation);

        Assert.Equal(faults ? "R Fault" : "R R", sink.Trace);
    }

    [Fact]
    public void Load_AddressThatWasRead_WalkDependsOnIt()
    {
        AddressSpace space = Space();
        RecordingSink sink = Run(MachineOf(space), PageA | Leaf, c => c.InUserMode(space).Load(Base + (c.ReadOnce(PageB) - 2)));

        Assert.Equal(new ReadSet(0b111, 0), sink.LastOperation.AddressReads);
    }

    [Theory]
    [InlineData(0, true, "translation fault")]
    [InlineData(PageA | Leaf | ReadOnly, true, "permission fault")]
    [InlineData(PageA | (Leaf & ~User), false, "permission fault")]
    [InlineData(PageA | (Leaf & ~AccessFlag), false, "access flag fault")]
    [InlineData(PageA | Leaf | ReadOnly | Dbm, true, "permission fault")]
    public void Access_EntryThatForbidsIt_IsAnUnhandledFaultThatNamesAddressClassAndCpu(ulong entry, bool isStore, string fault)
    {
        AddressSpace space = Space();
        RecordingSink sink = Run(MachineOf(space), entry, c => Access(c, space, isStore));

        Assert.Equal("R R Fault", sink.Trace);
        Assert.Equal(ViolationKind.UnhandledFault, sink.Failure!.Kind);
        Assert.Contains($"CPU 0 takes a {fault} at user+0x0 (user {(isStore ? "store" : "load")})", sink.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Store_CleanEntryWithHardwareDirtyState_UpdatesTheEntry()
    {
        AddressSpace space = Space();
        var features = new TranslationFeatures { HardwareAccessFlag = true, HardwareDirty = true };
        RecordingSink sink = Run(MachineOf(space, features), PageA | (Leaf & ~AccessFlag) | ReadOnly | Dbm, c => Access(c, space, isStore: true));

        Assert.Equal("R RMW W", sink.Trace);
        Assert.Equal(PageA | Leaf | Dbm, sink.Memory[Ptes]);
        Assert.Null(sink.Failure);
    }

    [Fact]
    public void Load_KernelMode_DoesNotMindTheUserBit()
    {
        AddressSpace space = Space();
        Assert.Equal("R R R", Run(MachineOf(space), PageA | (Leaf & ~User), c => c.InKernelMode(space).Load(Base)).Trace);
    }

    [Fact]
    public void Exchange_MappedPage_IsOneAtomicAccess()
    {
        AddressSpace space = Space();
        RecordingSink sink = Run(MachineOf(space), PageA | Leaf, c => c.InUserMode(space).Exchange(Base, 5));

        Assert.Equal("R R RMW.lse.acq.rel", sink.Trace);
        Assert.Equal(5UL, sink.Memory[PageA]);
    }

    [Fact]
    public void Load_HandlerThatMaps_IsTriedAgainBehindAContextSynchronisation()
    {
        AddressSpace space = Space();
        CheckedMachine machine = MachineOf(space, handler: (c, fault) =>
        {
            Assert.Equal(new PageFault(space, Base, FaultClass.Translation, IsStore: false, IsUser: true), fault);
            c.WriteOnce(Ptes, PageA | Leaf);
            return FaultResolution.Retry;
        });

        Assert.Equal("R R Fault W F.ContextSync R R R", Run(machine, 0, c => c.InUserMode(space).Load(Base)).Trace);
    }

    [Fact]
    public void Store_HandlerThatSendsASignal_IsNotMade()
    {
        AddressSpace space = Space();
        CheckedMachine machine = MachineOf(space, handler: static (_, _) => FaultResolution.Signal);
        RecordingSink sink = Run(machine, 0, c => c.BugOn(c.InUserMode(space).Store(Base, 1), "made"));

        Assert.Equal("R R Fault F.ContextSync", sink.Trace);
        Assert.Null(sink.Failure);
    }

    [Fact]
    public void Load_FreedTable_IsAUseAfterFree()
    {
        AddressSpace space = Space();
        RecordingSink sink = Run(MachineOf(space), Poison.Freed, c => c.InUserMode(space).Load(Base));

        Assert.Equal(ViolationKind.UseAfterFree, sink.Failure!.Kind);
        Assert.Contains("page table that has been freed", sink.Failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, PageA)]
    [InlineData(1, PageB - 0x1000)]
    public void Load_ContiguousSet_MayGoThroughAnyEntry(ulong choice, ulong expected)
    {
        AddressSpace space = Space(contiguous: 2);
        RecordingSink sink = RecordingSink.Run(MachineOf(space), c => c.InUserMode(space).Load(Base), s =>
        {
            s.Memory[Root] = Ptes | Valid | Table;
            s.Memory[Ptes] = PageA | Leaf | Contiguous;
            s.Memory[Ptes + 8] = PageB | Leaf | Contiguous;
            s.Choices.Enqueue(choice);
        });

        Assert.Equal("R Choice R R", sink.Trace);
        Assert.Equal(expected, sink.LastOperation.Address);
    }

    [Fact]
    public void Machine_WithAddressSpaceOnOtherArchitecture_IsRefusedByName()
    {
        string message = Assert.Throws<NotSupportedException>(() => new CheckedMachine(Architecture.Lkmm, 1) { AddressSpaces = [Space()] }).Message;
        Assert.Contains("not modelled on lkmm: only on x86-64, x86-64-pv, arm64, ppc64-radix, ppc64-hash", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Machine_WithTablesOfAnotherArchitecture_IsRefusedByName()
    {
        string message = Assert.Throws<InvalidOperationException>(() => new CheckedMachine(Architecture.X8664, 1) { AddressSpaces = [Space()] }).Message;
        Assert.Contains("x86-64 does not walk tables of the format of user", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WithoutAddressSpace_IsRefused() =>
        Assert.Throws<InvalidOperationException>(() => RecordingSink.Run(LoweringTests.MachineOf("arm64"), static c => c.InUserMode(Space())));

    [Fact]
    public void Load_BlockWhereNoneMayBe_IsRefused()
    {
        AddressSpace space = Space();
        Assert.Throws<InvalidOperationException>(() => RecordingSink.Run(MachineOf(space), c => c.InUserMode(space).Load(Base), s => s.Memory[Root] = PageA | Leaf));
    }

    [Fact]
    public void Load_GlobalEntryOfAUser_IsRefused()
    {
        AddressSpace space = Space();
        Assert.Throws<InvalidOperationException>(() => Run(MachineOf(space), PageA | (Leaf & ~NotGlobal), c => c.InUserMode(space).Load(Base)));
    }

    [Fact]
    public void Machine_HardwareDirtyWithoutAccessFlag_IsRefused() =>
        Assert.Throws<InvalidOperationException>(() => MachineOf(Space(), new TranslationFeatures { HardwareDirty = true }));

    private static void Access(Cpu cpu, AddressSpace space, bool isStore)
    {
        if (isStore)
        {
            cpu.InUserMode(space).Store(Base, 7);
        }
        else
        {
            cpu.InUserMode(space).Load(Base);
        }
    }
}
