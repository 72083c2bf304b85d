using Racewalk.Programs;

namespace Racewalk.Machine.Tests;

/// <summary>What a TLB flush does on each architecture. The other CPU is not there to answer, so a flush that waits ends at its wait.</summary>
public sealed class TlbFlushTests
{
    [Theory]
    [InlineData("sc", "")]
    [InlineData("x86-64", "F.Full RMW.lse Send(1) Await")]
    [InlineData("x86-pae", "F.Full RMW.lse Send(1) Await")]
    [InlineData("arm64", "F.DsbStore F.DsbFull")]
    [InlineData("arm64+llsc", "F.DsbStore F.DsbFull")]
    [InlineData("ppc64-radix", "F.Full F.DsbFull")]
    [InlineData("ppc64-hash", "")]
    public void Flush_orders_and_waits(string architecture, string expected) =>
        Assert.Equal(expected, Flush(LoweringTests.MachineOf(architecture)).Trace);

    [Theory]
    [InlineData(0, "F.Full Choice RMW.lse Send(1) Await")]
    [InlineData(1, "F.Full Choice F.Full")]
    public void Paravirtual_flush_leaves_out_a_preempted_cpu(ulong preempted, string expected) =>
        Assert.Equal(expected, Flush(LoweringTests.MachineOf("x86-64-pv"), s => s.Choices.Enqueue(preempted)).Trace);

    [Fact]
    public void Paravirtual_flush_says_what_was_chosen()
    {
        RecordingSink sink = Flush(LoweringTests.MachineOf("x86-64-pv"), s => s.Choices.Enqueue(1));
        ChoiceNote note = Assert.Single(sink.Notes.OfType<ChoiceNote>());
        Assert.Equal(["", "the vCPU of CPU 1 is preempted: not interrupted"], note.Alternatives);
        Assert.Equal(new ChoiceNote([.. note.Alternatives]), note);
    }

    [Fact]
    public void Flush_skips_cpus_that_do_not_run_the_address_space()
    {
        RecordingSink sink = RecordingSink.Run(LoweringTests.MachineOf("x86-64", cpus: 3), c => c.FlushTlbRange(0b001));
        Assert.Equal("F.Full", sink.Trace);
    }

    [Theory]
    [InlineData("x86-64", Cpu.FlushIpi, "F.Full")]
    [InlineData("x86-64", Cpu.FlushTlbGen, "RMW.lse Send(1) Await")]
    [InlineData("x86-64-pv", Cpu.FlushIpi, "F.Full")]
    [InlineData("arm64", Cpu.FlushDsbIsh, "F.DsbStore")]
    [InlineData("arm64", Cpu.FlushDsbIshst, "F.DsbFull")]
    [InlineData("ppc64-radix", Cpu.FlushMb, "F.DsbFull")]
    [InlineData("ppc64-radix", Cpu.FlushPtesync, "F.Full")]
    public void Each_part_can_be_dropped(string architecture, string dropped, string expected)
    {
        Architecture target = LoweringTests.MachineOf(architecture).Architecture;
        Assert.Contains(dropped, Cpu.FlushSteps(target));
        Assert.Equal(expected, Flush(new CheckedMachine(target, 2, dropped: [dropped])).Trace);
    }

    private static RecordingSink Flush(CheckedMachine machine, Action<RecordingSink>? prepare = null) =>
        RecordingSink.Run(machine, c => c.FlushTlbRange(ulong.MaxValue), prepare);
}
