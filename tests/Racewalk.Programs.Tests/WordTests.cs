namespace Racewalk.Programs.Tests;

/// <summary>Values of words and flags.</summary>
public sealed class WordTests
{
    public static TheoryData<string, Word, ulong> Values => new()
    {
        { "+ wraps", (Word)ulong.MaxValue + 2, 1 },
        { "- wraps", (Word)1 - 2, ulong.MaxValue },
        { "* wraps", (Word)(1UL << 63) * 2, 0 },
        { "/", (Word)7 / 2, 3 },
        { "/ is unsigned", (Word)(-1) / 2, ulong.MaxValue >> 1 },
        { "/ 0", (Word)7 / 0, 0 },
        { "%", (Word)7 % 4, 3 },
        { "% 0", (Word)7 % 0, 7 },
        { "&", (Word)6 & 3, 2 },
        { "|", (Word)6 | 3, 7 },
        { "^", (Word)6 ^ 3, 5 },
        { "~", ~(Word)0, ulong.MaxValue },
        { "<<", (Word)3 << 62, 3UL << 62 },
        { ">> is logical", (Word)(-1) >> 63, 1 },
        { "int is sign-extended", -1, ulong.MaxValue },
        { "Select, true", Word.Select(true, 1, 2), 1 },
        { "Select, false", Word.Select(false, 1, 2), 2 },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Arithmetic_is_that_of_64_bits(string what, Word actual, ulong expected) => Assert.True(expected == actual.Bits, what);

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 2)]
    [InlineData(2, 1)]
    [InlineData(ulong.MaxValue, 0)]
    public void Comparisons_are_unsigned(ulong a, ulong b)
    {
        Word x = a, y = b;
        bool[] expected = [a == b, a != b, a < b, a > b, a <= b, a >= b];

        Assert.Equal(expected, new[] { x == y, x != y, x < y, x > y, x <= y, x >= y }.Select(f => f.Value));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Flags_are_booleans(bool a, bool b)
    {
        Flag x = a, y = b;
        bool[] expected = [a & b, a | b, a ^ b, !a];

        Assert.Equal(expected, new[] { x & y, x | y, x ^ y, !x }.Select(f => f.Value));
        Assert.Equal(a ? "true" : "false", x.ToString());
    }

    [Fact]
    public void Words_and_flags_refuse_to_be_objects()
    {
        Assert.Throws<SmuggledValueException>(() => ((Word)1).Equals((object)(Word)1));
        Assert.Throws<SmuggledValueException>(() => ((Word)1).GetHashCode());
        Assert.Throws<SmuggledValueException>(() => ((Flag)true).Equals((object)(Flag)true));
        Assert.Throws<SmuggledValueException>(() => ((Flag)true).GetHashCode());
        Assert.Throws<SmuggledValueException>(() => new HashSet<Word> { 1 });
    }

    [Fact]
    public void Read_sets_unite_and_subtract()
    {
        ReadSet both = ReadSet.Of(0) | ReadSet.Of(127);

        Assert.True(both.Contains(0) && both.Contains(127) && !both.Contains(1) && !both.Contains(128));
        Assert.Equal(ReadSet.Of(127), both - ReadSet.Of(0));
        Assert.True((both - both).IsEmpty && ReadSet.Of(128).IsEmpty && ReadSet.Empty.IsEmpty);
    }

    /// <summary>A set is kept in two words; nothing may be lost or found at the seam.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(127)]
    public void ReadSet_OfOneRead_HasThatReadAlone(int ordinal)
    {
        ReadSet set = ReadSet.Of(ordinal);

        Assert.Equal([ordinal], Enumerable.Range(0, ReadSet.Capacity + 1).Where(set.Contains));
        Assert.Equal(ordinal, set.Last);
        Assert.Equal(ordinal, (set | ReadSet.Of(0)).Last);
        Assert.Equal(set, set & (set | ReadSet.Of(7)));
        Assert.Equal(-1, (set - set).Last);
    }
}
