namespace Racewalk.Hardware.Tests;

/// <summary>Inter-processor interrupts and grace periods.</summary>
public sealed class InterruptTests
{
    [Fact]
    public void SmpCallFunction_WhileTargetHasInterruptsOff_Waits()
    {
        using var arena = new Arena(4096);
        using var processors = new Processors(new ProcessorOptions(2));
        ulong isOff = arena.Base;
        ulong isDone = arena.Base + 64;
        ulong sawDone = 2;

        processors.Run(
            cpu =>
            {
                cpu.SmpCondLoadRelaxedEqual(isOff, 1);
                cpu.SmpCallFunction(IpiFunction.DoNothing);
                sawDone = cpu.ReadOnce(isDone);
            },
            cpu =>
            {
                cpu.LocalIrqSave();
                cpu.WriteOnce(isOff, 1);
                Thread.Sleep(20);
                cpu.WriteOnce(isDone, 1);
                cpu.LocalIrqRestore();
            });

        Assert.Equal(1UL, sawDone);
    }

    [Fact]
    public void SmpCallFunction_ToCpuWithoutThread_IsDoneInItsPlace()
    {
        using var processors = new Processors(new ProcessorOptions(3));
        int ran = 0;
        var function = new IpiFunction("count", cpu => Interlocked.Add(ref ran, 1 << cpu.Id));

        processors.Run(cpu => cpu.SmpCallFunction(function));

        Assert.Equal(0b110, ran);
    }

    [Fact]
    public void Run_HandlerThatFailsAfterTheTask_ThrowsItFromRun()
    {
        using var processors = new Processors(new ProcessorOptions(2));
        using var isSent = new ManualResetEventSlim();
        var function = new IpiFunction("fail", _ => throw new OperationCanceledException("in the handler"));

        // CPU 1 has no interrupt point before its end.
        var failure = Assert.Throws<AggregateException>(() => processors.Run(
            cpu =>
            {
                cpu.SendIpi(0b10, function);
                isSent.Set();
            },
            _ => isSent.Wait()));

        Assert.Equal("in the handler", Assert.Single(failure.InnerExceptions).Message);
    }

    [Fact]
    public void SmpCallFunction_ByTwoAtOnce_EndsForBoth()
    {
        using var processors = new Processors(new ProcessorOptions(2));
        int ran = 0;
        var function = new IpiFunction("count", _ => Interlocked.Increment(ref ran));
        Action<Cpu> task = cpu =>
        {
            for (int i = 0; i < 2000; i++)
            {
                cpu.SmpCallFunction(function);
            }
        };

        processors.Run(task, task);

        Assert.Equal(4000, ran);
    }

    [Fact]
    public void SmpCallFunction_WithInterruptsOff_IsRefused()
    {
        using var processors = new Processors(new ProcessorOptions(2));

        var failure = Assert.Throws<AggregateException>(() => processors.Run(cpu =>
        {
            cpu.LocalIrqSave();
            cpu.SmpCallFunction(IpiFunction.DoNothing);
        }));

        Assert.Contains("interrupts off", failure.InnerException!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rcu")]
    [InlineData("irq")]
    [InlineData("preempt")]
    public void SynchronizeRcu_WhileReaderIsInSection_Waits(string kind)
    {
        using var arena = new Arena(4096);
        using var processors = new Processors(new ProcessorOptions(2));
        ulong isIn = arena.Base;
        ulong isDone = arena.Base + 64;
        ulong sawDone = 2;

        processors.Run(
            cpu =>
            {
                cpu.SmpCondLoadRelaxedEqual(isIn, 1);
                cpu.SynchronizeRcu();
                sawDone = cpu.ReadOnce(isDone);
            },
            cpu =>
            {
                Enter(cpu, kind);
                cpu.WriteOnce(isIn, 1);
                Thread.Sleep(20);
                cpu.WriteOnce(isDone, 1);
                Leave(cpu, kind);
            });

        Assert.Equal(1UL, sawDone);
    }

    [Fact]
    public void SynchronizeRcu_AgainstReadersOfFreedMemory_NeverLetsThemSeeIt()
    {
        using var arena = new Arena(8192);
        using var processors = new Processors(new ProcessorOptions(2));
        ulong pointer = arena.Base;
        ulong Slot(ulong i) => arena.Base + 1024 + ((i & 1) * 64);
        bool isOver = false;
        long garbage = 0;

        processors.Run(
            cpu =>
            {
                for (ulong i = 1; i < 5000; i++)
                {
                    // Publish the other slot, wait, spoil the first.
                    cpu.WriteOnce(Slot(i), 7);
                    cpu.RcuAssignPointer(pointer, Slot(i));
                    cpu.SynchronizeRcu();
                    cpu.WriteOnce(Slot(i + 1), Poison.Freed);
                }

                Volatile.Write(ref isOver, true);
            },
            cpu =>
            {
                while (!Volatile.Read(ref isOver))
                {
                    cpu.RcuReadLock();
                    ulong address = cpu.RcuDereference(pointer);
                    if (address != 0 && cpu.ReadOnce(address) == Poison.Freed)
                    {
                        garbage++;
                    }

                    cpu.RcuReadUnlock();
                }
            });

        Assert.Equal(0, garbage);
    }

    [Fact]
    public void CallRcu_BeforeRcuBarrier_HasRun()
    {
        using var arena = new Arena(4096);
        using var processors = new Processors(new ProcessorOptions(1));
        ulong told = 0;
        var head = new RcuHead(arena.Base, "head", (_, argument) => told = argument);

        processors.Run(cpu =>
        {
            cpu.CallRcu(head, 5);
            cpu.RcuBarrier();
            Assert.Equal(5UL, told);
        });
    }

    [Fact]
    public void StopMachine_WhileOthersRun_StopsThem()
    {
        using var arena = new Arena(4096);
        using var processors = new Processors(new ProcessorOptions(2));
        ulong a = arena.Base + 256;
        ulong b = arena.Base + 512;
        bool isOver = false;
        long torn = 0;
        var stop = new StopMachine(arena.Base, arena.Base + 64, new Spinlock(arena.Base + 128, "stop_cpus_mutex") { IsMutex = true }, (cpu, value) =>
        {
            cpu.WriteOnce(a, value);
            Thread.Yield();
            cpu.WriteOnce(b, value);
        });

        processors.Run(
            cpu =>
            {
                for (ulong i = 1; i < 200; i++)
                {
                    stop.Stop(cpu, i);
                }

                Volatile.Write(ref isOver, true);
            },
            cpu =>
            {
                while (!Volatile.Read(ref isOver))
                {
                    torn += cpu.ReadOnce(a) == cpu.ReadOnce(b) ? 0 : 1;
                    cpu.Poll();
                }
            });

        Assert.Equal(0, torn);
    }

    private static void Enter(Cpu cpu, string kind)
    {
        switch (kind)
        {
            case "rcu":
                cpu.RcuReadLock();
                break;
            case "irq":
                cpu.LocalIrqSave();
                break;
            default:
                cpu.PreemptDisable();
                break;
        }
    }

    private static void Leave(Cpu cpu, string kind)
    {
        switch (kind)
        {
            case "rcu":
                cpu.RcuReadUnlock();
                break;
            case "irq":
                cpu.LocalIrqRestore();
                break;
            default:
                cpu.PreemptEnable();
                break;
        }
    }
}
