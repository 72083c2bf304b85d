namespace Racewalk.Hardware.Tests;

/// <summary>Spinlocks.</summary>
public sealed class LockTests
{
    [Theory]
    [InlineData(2, 20_000)]
    [InlineData(5, 2_000)]
    public void SpinLock_ByManyCpus_KeepsThemApart(int cpus, int rounds)
    {
        using var arena = new Arena(4096);
        using var processors = new Processors(new ProcessorOptions(cpus));
        var spinlock = new Spinlock(arena.Base, "lock");
        ulong counter = arena.Base + 64;

        processors.Run([.. Enumerable.Repeat<Action<Cpu>>(
            cpu =>
            {
                for (int i = 0; i < rounds; i++)
                {
                    cpu.SpinLock(spinlock);
                    cpu.PlainStore(counter, cpu.PlainLoad(counter) + 1);
                    cpu.SpinUnlock(spinlock);
                }
            },
            cpus)]);

        processors.Run(cpu =>
        {
            Assert.Equal((ulong)(cpus * rounds), cpu.ReadOnce(counter));
            Assert.Equal(0UL, cpu.ReadOnce(arena.Base));
        });
    }

    [Fact]
    public void SpinTrylock_OfLockThatIsHeld_SaysSo()
    {
        using var arena = new Arena(4096);
        using var processors = new Processors(new ProcessorOptions(1));
        var spinlock = new Spinlock(arena.Base, "lock");

        processors.Run(cpu =>
        {
            Assert.True(cpu.SpinTrylock(spinlock));
            Assert.False(cpu.SpinTrylock(spinlock));
            cpu.SpinUnlock(spinlock);
        });
    }

    [Fact]
    public void SpinLock_OfOwnLock_IsFoundToBeStuck()
    {
        using var arena = new Arena(4096);
        using var processors = new Processors(new ProcessorOptions(1) { StuckAfter = TimeSpan.FromMilliseconds(50) });
        var spinlock = new Spinlock(arena.Base, "the lock");

        var failure = Assert.Throws<AggregateException>(() => processors.Run(cpu =>
        {
            cpu.SpinLock(spinlock);
            cpu.SpinLock(spinlock);
        }));

        Assert.Contains("the lock", Assert.IsType<StuckException>(failure.InnerException).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DownReadTrylock_WhereAWriterHasWaitedLong_LetsItGoFirst()
    {
        using var arena = new Arena(4096);
        using var processors = new Processors(new ProcessorOptions(1));
        var semaphore = new RwSemaphore(arena.Base, "the semaphore");
        processors.Run(cpu =>
        {
            cpu.WriteOnce(semaphore.Address, RwSemaphore.Handoff);
            Assert.False(cpu.DownReadTrylock(semaphore));
            cpu.DownWrite(semaphore);
            cpu.UpWrite(semaphore);
            Assert.Equal(0UL, cpu.ReadOnce(semaphore.Address));
            Assert.True(cpu.DownReadTrylock(semaphore));
        });
    }

    [Fact]
    public void DownWrite_AmongReadersThatNeverLeaveItFree_ComesIn()
    {
        using var arena = new Arena(4096);
        using var processors = new Processors(new ProcessorOptions(3));
        var semaphore = new RwSemaphore(arena.Base, "the semaphore");
        bool isIn = false;
        Action<Cpu> reader = cpu =>
        {
            // Hand over hand: each takes it again before it has given it back.
            cpu.DownRead(semaphore);
            while (!Volatile.Read(ref isIn))
            {
                bool hasSecond = cpu.DownReadTrylock(semaphore);
                cpu.UpRead(semaphore);
                if (!hasSecond)
                {
                    cpu.DownRead(semaphore);
                }
            }

            cpu.UpRead(semaphore);
        };

        processors.Run(
            cpu =>
            {
                cpu.DownWrite(semaphore);
                Volatile.Write(ref isIn, true);
                cpu.UpWrite(semaphore);
            },
            reader,
            reader);

        Assert.True(isIn);
    }

    [Fact]
    public void MutexLock_WithInterruptsOff_IsRefused()
    {
        using var arena = new Arena(4096);
        using var processors = new Processors(new ProcessorOptions(1));
        var mutex = new Spinlock(arena.Base, "the mutex") { IsMutex = true };

        var failure = Assert.Throws<AggregateException>(() => processors.Run(cpu =>
        {
            cpu.LocalIrqSave();
            cpu.MutexLock(mutex);
        }));

        Assert.Contains("must not sleep", failure.InnerException!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Task_ThatLeavesInterruptsOff_IsFound()
    {
        using var processors = new Processors(new ProcessorOptions(1));

        var failure = Assert.Throws<AggregateException>(() => processors.Run(static cpu => cpu.LocalIrqSave()));

        Assert.Contains("interrupts off", failure.InnerException!.Message, StringComparison.Ordinal);
    }
}
