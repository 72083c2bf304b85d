using Racewalk.Models;
using Racewalk.Programs;

namespace Racewalk.Testing.Tests;

public sealed class ValueTests
{
    [Fact]
    public void Add_PastTheLargestNumber_WrapsAroundAsInCSharp() => Alone(program =>
    {
        var unsigned = program.Shared(uint.MaxValue);
        var signed = program.Shared(int.MaxValue);
        var wide = program.Shared(long.MaxValue);
        return () =>
        {
            Check.That(unsigned.Increment() == 0u, "uint");
            Check.That(unsigned.CompareExchange(5, 0) == 0u & unsigned.Read() == 5u, "uint in memory");
            Check.That(signed.Increment() == int.MinValue & signed.Read() < 0, "int");
            Check.That(signed.CompareExchange(-1, int.MinValue) == int.MinValue & signed.Add(1) == 0, "int in memory");
            Check.That(wide.Increment() == long.MinValue & wide.Decrement() == long.MaxValue, "long");
        };
    });

    [Fact]
    public void Interlocked_ReturnsWhatDotNetReturns() => Alone(program =>
    {
        var bits = program.Shared(0b1100);
        var flag = program.Shared(true);
        return () =>
        {
            Check.That(bits.And(0b0110) == 0b1100, "And returns the value before");
            Check.That(bits.Or(1) == 0b0100, "Or returns the value before");
            Check.That(bits.Add(2) == 0b0111, "Add returns the value after");
            Check.That(bits.Exchange(-3) == 0b0111 & bits.Read() == -3, "Exchange");
            Check.That(flag.CompareExchange(false, true) & !flag.Read(), "CompareExchange of a flag");
        };
    });

    [Fact]
    public void To_NarrowerType_Truncates() => Alone(program =>
    {
        var wide = program.Shared(0x1_ffff_ffffL);
        return () => Check.That(wide.Read().To<int>() == -1 & (wide.Read() >> 32).To<uint>() == 1u & wide.Read() % 2 == 1, "To");
    });

    [Fact]
    public void Equals_OfAValue_IsRefused() => Assert.Throws<SmuggledValueException>(() => ((object)new Value<int>()).Equals(0));

    [Fact]
    public void Shared_OfAnotherType_IsRefused() => Assert.Throws<ArgumentException>(
        () => Model.Check(MemoryModel.Sc, program => program.Shared((byte)0)));

    private static void Alone(Func<TestProgram, Action> declare)
    {
        foreach (MemoryModel model in (MemoryModel[])[MemoryModel.Sc, MemoryModel.Tso, MemoryModel.Armv8])
        {
            Assert.Equal(1, Model.Check(model, program => program.Thread("alone", declare(program))).Executions);
        }
    }
}
