using Racewalk.Models;

namespace Racewalk.Testing.Tests;

public sealed class PublishTests
{
    [Fact]
    public void Check_ReleaseMissing_ThrowsTheRaceTable()
    {
        var race = Assert.Throws<RaceFoundException>(() => Model.Check(MemoryModel.Armv8, Publish(isReleased: false, isAcquired: true), name: "publish"));

        GoldenFile.Check("Racewalk.Testing.Tests", "publish.txt", race.Message);
    }

    [Theory]
    [InlineData("armv8", true, true, true)]
    [InlineData("armv8", false, true, false)]
    [InlineData("armv8", true, false, false)]
    [InlineData("tso", false, false, true)]
    [InlineData("sc", false, false, true)]
    public void Check_PublishConsume_HoldsWhereOrdered(string model, bool isReleased, bool isAcquired, bool holds)
    {
        MemoryModel found = MemoryModel.All.Single(m => m.Name == model);
        if (holds)
        {
            // The flag is not seen, or it is and the data with it.
            Assert.Equal(2, Model.Check(found, Publish(isReleased, isAcquired)).Executions);
        }
        else
        {
            var race = Assert.Throws<RaceFoundException>(() => Model.Check(found, Publish(isReleased, isAcquired)));
            Assert.Equal((3, 1), (race.Result.Executions, race.Result.Violations));
        }
    }

    private static Action<TestProgram> Publish(bool isReleased, bool isAcquired) => program =>
    {
        var data = program.Shared(0);
        var ready = program.Shared(false);
        program.Thread("publish", () =>
        {
            data.Write(42);
            if (isReleased)
            {
                ready.WriteRelease(true);
            }
            else
            {
                ready.Write(true);
            }
        });
        program.Thread("consume", () =>
        {
            if (isAcquired ? ready.ReadAcquire() : ready.Read())
            {
                Check.That(data.Read() == 42, "the consumer sees the flag and old data");
            }
        });
    };
}
