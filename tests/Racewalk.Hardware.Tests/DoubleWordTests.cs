namespace Racewalk.Hardware.Tests;

/// <summary>Two words of 32 bits that are exchanged at once.</summary>
public sealed class DoubleWordTests : IDisposable
{
    private const int Rounds = 20_000;
    private readonly Arena _arena = new(4096);
    private readonly Processors _processors = new(new ProcessorOptions(2));

    public void Dispose()
    {
        _processors.Dispose();
        _arena.Dispose();
    }

    // The second word is exchanged together with the first: whoever sees the new first one sees the new second one, and never an older one.
    [Fact]
    public void XchgDoubleWord_ReaderOfTheFirstThenTheSecond_NeverSeesAnOlderSecond()
    {
        int older = 0;
        _processors.Run(
            cpu =>
            {
                for (ulong i = 1; i <= Rounds; i++)
                {
                    cpu.XchgDoubleWord(_arena.Base, _arena.Base + 4, i, i, out _);
                }
            },
            cpu =>
            {
                ulong first = 0;
                while (first != Rounds)
                {
                    first = cpu.ReadFirstWord(_arena.Base);
                    older += cpu.ReadSecondWord(_arena.Base + 4) < first ? 1 : 0;
                }
            });

        Assert.Equal(0, older);
    }

    [Fact]
    public void WriteWords_OneAtATime_LeaveTheOther()
    {
        ulong first = 0;
        ulong second = 0;
        _processors.Run(cpu =>
        {
            cpu.WriteFirstWord(_arena.Base, 1);
            cpu.WriteSecondWord(_arena.Base + 4, 2);
            cpu.WriteFirstWord(_arena.Base, 3);
            first = cpu.XchgDoubleWord(_arena.Base, _arena.Base + 4, 5, 6, out second);
        });

        Assert.Equal((3UL, 2UL), (first, second));
    }

    [Theory]
    [InlineData(4, 8)]
    [InlineData(0, 8)]
    public void XchgDoubleWord_NoHalvesOfAWord_Refused(ulong first, ulong second)
    {
        AggregateException e = Assert.Throws<AggregateException>(() => _processors.Run(cpu => cpu.XchgDoubleWord(_arena.Base + first, _arena.Base + second, 0, 0, out _)));

        Assert.IsType<BrokenRuleException>(e.InnerException);
    }

    [Fact]
    public void TryAt_SomethingIsThere_Null() => Assert.Null(Arena.TryAt(_arena.Base, 4096));

    [Fact]
    public void TryAt_NothingIsThere_ReservesIt()
    {
        ulong address = 1UL << 40;
        Arena? arena = null;
        for (int tries = 0; tries < 100 && arena is null; tries++)
        {
            address += 1UL << 30;
            arena = Arena.TryAt(address, 4096);
        }

        using (arena)
        {
            Assert.Equal(address, arena?.Base);
            _processors.Run(cpu => cpu.WriteOnce(address, 1));
        }
    }

    [Fact]
    public void Abandon_SectionsLeftBehind_EndAndInterruptsAreTaken()
    {
        bool isTaken = false;
        _processors.Run(
            cpu =>
            {
                cpu.LocalIrqSave();
                cpu.RcuReadLock();
                cpu.Abandon();
                Assert.False(cpu.IrqsDisabled);
                Assert.False(cpu.IsAtomic);
                while (!Volatile.Read(ref isTaken))
                {
                    cpu.Poll();
                }
            },
            cpu =>
            {
                cpu.SmpCallFunctionMany(1, IpiFunction.DoNothing);
                cpu.SynchronizeRcu();
                Volatile.Write(ref isTaken, true);
            });

        Assert.True(isTaken);
    }

    [Fact]
    public void StopTasks_SomebodyWaits_IsStopped()
    {
        var spinlock = new Spinlock(_arena.Base + 64, "lock");
        bool isStopped = false;
        _processors.Run(
            cpu =>
            {
                cpu.SpinLock(spinlock);
                _processors.StopTasks();
                cpu.Abandon();
            },
            cpu =>
            {
                try
                {
                    while (true)
                    {
                        cpu.SpinLock(spinlock);
                        cpu.SpinUnlock(spinlock);
                    }
                }
                catch (OperationCanceledException)
                {
                    isStopped = true;
                    cpu.Abandon();
                }
            });
        _processors.ResumeTasks();

        Assert.True(isStopped);
    }
}
