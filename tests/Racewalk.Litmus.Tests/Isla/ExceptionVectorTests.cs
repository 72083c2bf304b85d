using Racewalk.Litmus.Dialects.AArch64;
using Racewalk.Litmus.Isla.Layout;

namespace Racewalk.Litmus.Tests.Isla;

/// <summary>Where exceptions lead to.</summary>
public sealed class ExceptionVectorTests
{
    private const string Sections = "[section.h]\naddress = \"0x1400\"\ncode = 'NOP; ERET'\n[section.i]\naddress = \"0x1200\"\ncode = 'ERET'\n";

    [Theory]
    [InlineData(0, 1, false, 0x400UL)]
    [InlineData(0, 1, true, 0x400UL)]
    [InlineData(1, 1, false, 0x000UL)]
    [InlineData(1, 1, true, 0x200UL)]
    [InlineData(1, 2, true, 0x400UL)]
    [InlineData(2, 2, true, 0x200UL)]
    public void Offset_DependsOnLevelsAndStackPointer(int from, int to, bool usesOwnStackPointer, ulong expected) =>
        Assert.Equal(expected, ExceptionVector.Offset(from, to, usesOwnStackPointer));

    [Fact]
    public void CodeAt_OfAddress_FindsThreadsAndHandlers()
    {
        IslaInitialState state = IslaTexts.Evaluate("", more: Sections);
        Assert.Same(state.Threads[0].Code, state.CodeAt(0x400000)!.Value.Code);
        Assert.Same(state.Test.Handlers.Single(h => h.Name == "i").Code, state.CodeAt(0x1200)!.Value.Code);
        Assert.Equal(1, state.CodeAt(0x1404)!.Value.Index);
        Assert.Null(state.CodeAt(0x1408));
        Assert.Null(state.CodeAt(0x1000));
    }
}
