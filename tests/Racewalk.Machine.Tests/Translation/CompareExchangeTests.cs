using static Racewalk.Machine.Tests.Translation.TranslationSetup;

namespace Racewalk.Machine.Tests.Translation;

/// <summary>When a compare-and-exchange through a virtual address asks for the permission to store.</summary>
public sealed class CompareExchangeTests
{
    private const ulong Writable = PageA | Leaf | Dbm;
    private const ulong Forbidden = PageA | Leaf | ReadOnly;

    [Theory]
    [InlineData(StorePermission.Always, 1, true)]
    [InlineData(StorePermission.Always, 5, true)]
    [InlineData(StorePermission.IfEqual, 1, true)]
    [InlineData(StorePermission.IfEqual, 5, false)]
    [InlineData(StorePermission.Pair, 1, true)]
    [InlineData(StorePermission.Pair, 5, false)]
    public void CompareExchange_ReadOnlyPage_FaultsAsConfigured(StorePermission permission, ulong expected, bool faults)
    {
        int taken = 0;
        RecordingSink sink = Run(MachineWith(permission, () => taken++), Forbidden, c => c.InUserMode(Space()).CompareExchange(Base, expected, 9));

        Assert.Null(sink.Failure);
        Assert.Equal(faults ? 1 : 0, taken);
        Assert.Equal(1UL, sink.Memory[PageA]);
    }

    [Theory]
    [InlineData(StorePermission.Always)]
    [InlineData(StorePermission.IfEqual)]
    [InlineData(StorePermission.Pair)]
    public void CompareExchange_WritablePage_StoresIfEqual(StorePermission permission)
    {
        RecordingSink equal = Run(MachineWith(permission, static () => { }), Writable, static c => c.InUserMode(Space()).CompareExchange(Base, 1, 9));
        RecordingSink other = Run(MachineWith(permission, static () => { }), Writable, static c => c.InUserMode(Space()).CompareExchange(Base, 5, 9));

        Assert.Equal(9UL, equal.Memory[PageA]);
        Assert.Equal(1UL, other.Memory[PageA]);
    }

    [Theory]
    [InlineData(StorePermission.Always, 1, false)]
    [InlineData(StorePermission.Always, 0, true)]
    [InlineData(StorePermission.IfEqual, 0, true)]
    [InlineData(StorePermission.Pair, 0, true)]
    public void AddUnless_ReadOnlyPage_ReadsFirst(StorePermission permission, ulong unless, bool faults)
    {
        int taken = 0;
        bool isTaken = true;
        Run(MachineWith(permission, () => taken++), Forbidden, c => isTaken = c.InUserMode(Space()).AddUnless(Base, 1, unless) ? true : false);

        Assert.Equal(faults ? 1 : 0, taken);
        Assert.False(isTaken);
    }

    [Theory]
    [InlineData(StorePermission.Always)]
    [InlineData(StorePermission.IfEqual)]
    [InlineData(StorePermission.Pair)]
    public void AddUnless_WritablePage_Adds(StorePermission permission)
    {
        RecordingSink sink = Run(MachineWith(permission, static () => { }), Writable, static c => c.InUserMode(Space()).AddUnless(Base, 4, 0));

        Assert.Equal(5UL, sink.Memory[PageA]);
    }

    [Fact]
    public void CompareExchange_FaultThatIsHandled_IsTriedAgain()
    {
        int taken = 0;
        AddressSpace space = Space();
        CheckedMachine machine = MachineOf(space, new TranslationFeatures { CompareExchange = StorePermission.IfEqual }, Repair);
        RecordingSink sink = Run(machine, Forbidden, c => c.InUserMode(space).CompareExchange(Base, 1, 9));

        Assert.Equal(1, taken);
        Assert.Equal(9UL, sink.Memory[PageA]);

        FaultResolution Repair(Cpu cpu, PageFault fault)
        {
            taken++;
            cpu.WriteOnce(Ptes, Writable);
            return FaultResolution.Retry;
        }
    }

    [Fact]
    public void OrAndAnd_ChangeBits()
    {
        RecordingSink sink = Run(MachineWith(StorePermission.Always, static () => { }), Writable, static c =>
        {
            c.InUserMode(Space()).Or(Base, 6);
            c.InUserMode(Space()).And(Base, 3);
        });

        Assert.Equal(3UL, sink.Memory[PageA]);
    }

    private static readonly AddressSpace s_space = TranslationSetup.Space();

    private static AddressSpace Space() => s_space;

    private static CheckedMachine MachineWith(StorePermission permission, Action onFault) =>
        MachineOf(s_space, new TranslationFeatures { CompareExchange = permission }, (_, _) =>
        {
            onFault();
            return FaultResolution.Signal;
        });
}
