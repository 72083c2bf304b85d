using Racewalk.Models;

namespace Racewalk.Testing.Tests.Examples;

/// <summary>A sequence lock with one writer: a reader goes round again if the number was odd or has changed.</summary>
public sealed class SeqlockExample
{
    [Fact]
    public void Read_WithAllBarriers_GivesOnePair() => Model.Check(MemoryModel.Armv8, program => Declare(program, hasReadBarrier: true, hasWriteBarrier: true));

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void Read_WithoutABarrier_GivesATornPair(bool hasReadBarrier, bool hasWriteBarrier)
    {
        var race = Assert.Throws<RaceFoundException>(() => Model.Check(MemoryModel.Armv8, program => Declare(program, hasReadBarrier, hasWriteBarrier)));

        Assert.Contains("a torn pair", race.Message, StringComparison.Ordinal);
        Assert.Contains(hasReadBarrier ? "Check.WriteBarrier()" : "Check.ReadBarrier()", race.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_UnderTso_NeedsNoInstruction() => Model.Check(MemoryModel.Tso, program => Declare(program, hasReadBarrier: false, hasWriteBarrier: false));

    private static void Declare(TestProgram program, bool hasReadBarrier, bool hasWriteBarrier)
    {
        var sequence = program.Shared(0);
        var low = program.Shared(0);
        var high = program.Shared(0);
        var read = program.MustHappen("a reader gets the new pair");
        program.Thread("writer", () =>
        {
            sequence.Write(1);
            if (hasWriteBarrier)
            {
                Check.WriteBarrier();
            }

            low.Write(7);
            high.Write(7);
            sequence.WriteRelease(2);
        });
        program.Thread("reader", () =>
        {
            while (true)
            {
                Check.Loop("read");
                var before = sequence.ReadAcquire();
                var (first, second) = (low.Read(), high.Read());
                if (hasReadBarrier)
                {
                    Check.ReadBarrier();
                }

                if ((before & 1) == 0 & sequence.Read() == before)
                {
                    Check.That(first == second, "a torn pair");
                    if (first == 7)
                    {
                        read.Happens();
                    }

                    return;
                }
            }
        });
    }
}
