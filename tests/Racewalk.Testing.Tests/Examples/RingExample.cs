using Racewalk.Models;

namespace Racewalk.Testing.Tests.Examples;

/// <summary>A bounded ring of one producer and one consumer, as a class that is given its memory.</summary>
public sealed class RingExample
{
    [Fact]
    public void Take_WithReleases_GivesWhatWasPutInOrder()
    {
        ModelResult result = Model.Check(MemoryModel.Armv8, program => Declare(program, new Ring(program, isTailReleased: true, isHeadReleased: true)));

        Assert.True(result.Executions > 0);
    }

    [Fact]
    public void Take_TailNotReleased_GivesAnEmptySlot() => AssertBroken(isTailReleased: false, isHeadReleased: true);

    [Fact]
    public void Take_HeadNotReleased_IsOverwritten() => AssertBroken(isTailReleased: true, isHeadReleased: false);

    private static void AssertBroken(bool isTailReleased, bool isHeadReleased)
    {
        var race = Assert.Throws<RaceFoundException>(
            () => Model.Check(MemoryModel.Armv8, program => Declare(program, new Ring(program, isTailReleased, isHeadReleased))));

        Assert.Contains("WriteRelease() for the second", race.Message, StringComparison.Ordinal);
    }

    private static void Declare(TestProgram program, Ring ring)
    {
        program.Thread("producer", () =>
        {
            for (int i = 1; i <= 3; i++)
            {
                ring.Put(i);
            }
        });
        program.Thread("consumer", () =>
        {
            for (int i = 1; i <= 3; i++)
            {
                Check.That(ring.Take() == i, $"item {i} is another");
            }
        });
    }

    private sealed class Ring(TestProgram program, bool isTailReleased, bool isHeadReleased)
    {
        private readonly SharedArray<int> _slots = program.SharedArray<int>(2);
        private readonly Shared<int> _head = program.Shared(0);
        private readonly Shared<int> _tail = program.Shared(0);

        public void Put(Value<int> item)
        {
            var tail = _tail.Read();
            Check.SpinUntil(() => tail - _head.ReadAcquire() < 2, "full");
            _slots[tail & 1].Write(item);
            Publish(_tail, tail + 1, isTailReleased);
        }

        public Value<int> Take()
        {
            var head = _head.Read();
            Check.SpinUntil(() => _tail.ReadAcquire() != head, "empty");
            var item = _slots[head & 1].Read();
            Publish(_head, head + 1, isHeadReleased);
            return item;
        }

        private static void Publish(Shared<int> index, Value<int> value, bool isReleased)
        {
            if (isReleased)
            {
                index.WriteRelease(value);
            }
            else
            {
                index.Write(value);
            }
        }
    }
}
