namespace Racewalk.Mm.Memory;

/// <summary>A sequence count whose writers exclude each other by other means (v6.12 include/linux/seqlock.h).</summary>
public static class SeqCount
{
    /// <summary>raw_read_seqcount: the count, which the caller checks for being odd; later reads come after it.</summary>
    public static Word RawRead(Cpu cpu, ulong sequence)
    {
        Word value = cpu.ReadOnce(sequence);
        cpu.SmpRmb();
        return value;
    }

    /// <summary>read_seqcount_retry: whether a writer has come in between.</summary>
    public static Flag Retry(Cpu cpu, ulong sequence, Word start)
    {
        cpu.SmpRmb();
        return cpu.ReadOnce(sequence) != start;
    }

    /// <summary>raw_write_seqcount_begin: makes the count odd; later <em>writes</em> come after it. Later reads need not.</summary>
    public static void RawWriteBegin(Cpu cpu, ulong sequence)
    {
        cpu.WriteOnce(sequence, cpu.ReadOnce(sequence) + 1);
        cpu.SmpWmb();
    }

    /// <summary>raw_write_seqcount_end: makes it even again, after all earlier writes.</summary>
    public static void RawWriteEnd(Cpu cpu, ulong sequence)
    {
        cpu.SmpWmb();
        cpu.WriteOnce(sequence, cpu.ReadOnce(sequence) + 1);
    }
}
