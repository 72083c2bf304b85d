using Racewalk.Models;

namespace Racewalk.Testing.Tests;

/// <summary>What each operation orders on Arm: verdicts that litmus tests of the literature give (MP, SB, LB with dependencies).</summary>
public sealed class OrderTests
{
    [Theory]
    [InlineData("address", true)]
    [InlineData("cast", false)]
    [InlineData("branch", false)]
    [InlineData("branch+barrier", true)]
    [InlineData("increment", true)]
    public void Read_BehindAnother_IsOrderedByAddressNotByControl(string how, bool isOrdered) => AssertOrdered(isOrdered, program =>
    {
        var slots = program.SharedArray<int>(2);
        var index = program.Shared(0);
        program.Thread("writer", () =>
        {
            slots[1].Write(42);
            Check.WriteBarrier();
            index.Write(1);
        });
        program.Thread("reader", () =>
        {
            var seen = how == "increment" ? index.Add(0) : index.Read();
            var value = how == "address" ? slots[seen].Read() : how == "cast" ? slots[(int)seen].Read() : ReadIf();
            Check.That(seen == 0 | value == 42, "an index without its element");

            Value<int> ReadIf()
            {
                if (seen == 1)
                {
                    if (how == "branch+barrier")
                    {
                        Check.ReadBarrier();
                    }

                    return slots[1].Read();
                }

                return 0;
            }
        });
    });

    [Theory]
    [InlineData("none", false)]
    [InlineData("data", true)]
    [InlineData("control", true)]
    [InlineData("acquire", true)]
    public void Write_BehindRead_IsOrderedByDataAndControl(string how, bool isOrdered) => AssertOrdered(isOrdered, program =>
    {
        var x = program.Shared(0);
        var y = program.Shared(0);
        var (a, b) = (program.Observed<int>("a"), program.Observed<int>("b"));
        program.Thread("left", () => Copy(x, y, a));
        program.Thread("right", () => Copy(y, x, b));
        program.Final(() => Check.That(a.Value == 0 || b.Value == 0, "both read what the other writes later"));

        void Copy(Shared<int> from, Shared<int> to, Observed<int> observed)
        {
            var value = how == "acquire" ? from.ReadAcquire() : from.Read();
            observed.Set(value);
            if (how == "control")
            {
                if (value == 0 | value == 1)
                {
                    to.Write(1);
                }

                return;
            }

            to.Write(how == "data" ? (value ^ value) + 1 : 1);
        }
    });

    [Theory]
    [InlineData("write", false)]
    [InlineData("barrier", true)]
    [InlineData("exchange", true)]
    [InlineData("volatile", false)]
    [InlineData("volatile, ldar", true)]
    public void Read_BehindWrite_IsOrderedByBarriersAndInterlocked(string how, bool isOrdered) => AssertOrdered(
        isOrdered,
        program =>
        {
            var x = program.Shared(false);
            var y = program.Shared(false);
            var (a, b) = (program.Observed<int>("a"), program.Observed<int>("b"));
            program.Thread("left", () => Store(x, y, a));
            program.Thread("right", () => Store(y, x, b));
            program.Final(() => Check.That(a.Value == 1 || b.Value == 1, "neither sees the other"));

            void Store(SharedFlag own, SharedFlag other, Observed<int> observed)
            {
                switch (how)
                {
                    case "exchange":
                        own.Exchange(true);
                        break;
                    case "volatile" or "volatile, ldar":
                        own.WriteRelease(true);
                        break;
                    default:
                        own.Write(true);
                        break;
                }

                if (how == "barrier")
                {
                    Check.MemoryBarrier();
                }

                bool isVolatile = how.StartsWith("volatile", StringComparison.Ordinal);
                observed.Set((isVolatile ? other.ReadAcquire() : other.Read()) ? 1 : 0);
            }
        },
        new ModelOptions { UsesLdapr = how != "volatile, ldar" });

    private static void AssertOrdered(bool isOrdered, Action<TestProgram> configure, ModelOptions? options = null)
    {
        if (isOrdered)
        {
            Model.Check(MemoryModel.Armv8, configure, options);
        }
        else
        {
            var race = Assert.Throws<RaceFoundException>(() => Model.Check(MemoryModel.Armv8, configure, options));
            Assert.Contains("memory order is the cause", race.Message, StringComparison.Ordinal);
        }

        Model.Check(MemoryModel.Sc, configure, options);
    }
}
