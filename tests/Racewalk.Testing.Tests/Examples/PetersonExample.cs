using Racewalk.Models;

namespace Racewalk.Testing.Tests.Examples;

/// <summary>Peterson's mutex: what is wrong with volatile alone.</summary>
public sealed class PetersonExample
{
    [Fact]
    public void Enter_WithBarrier_ExcludesTheOther() => Model.Check(MemoryModel.Tso, program => Declare(program, hasBarrier: true));

    [Fact]
    public void Enter_WithVolatileOnly_LetsBothIn()
    {
        var race = Assert.Throws<RaceFoundException>(() => Model.Check(MemoryModel.Tso, program => Declare(program, hasBarrier: false)));

        Assert.Contains("an increment is lost", race.Message, StringComparison.Ordinal);
        Assert.Contains("Check.MemoryBarrier()", race.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Enter_WithVolatileOnlyUnderSc_ExcludesTheOther() => Model.Check(MemoryModel.Sc, program => Declare(program, hasBarrier: false));

    private static void Declare(TestProgram program, bool hasBarrier)
    {
        var wants = program.SharedArray<int>(2);
        var turn = program.Shared(0);
        var count = program.Shared(0);
        for (int i = 0; i < 2; i++)
        {
            int me = i;
            int other = 1 - i;
            program.Thread($"thread {me}", () =>
            {
                wants[me].WriteRelease(1);
                turn.WriteRelease(other);
                if (hasBarrier)
                {
                    Check.MemoryBarrier();
                }

                Check.SpinUntil(() => wants[other].ReadAcquire() == 0 | turn.ReadAcquire() == me);
                count.Write(count.Read() + 1);
                wants[me].WriteRelease(0);
            });
        }

        program.Final(() => Check.That(count.Read() == 2, "an increment is lost"));
    }
}
