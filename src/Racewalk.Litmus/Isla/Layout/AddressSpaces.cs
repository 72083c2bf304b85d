using Racewalk.Litmus.Isla.Setup;
using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Isla.Layout;

/// <summary>
/// Where named things lie. Virtual addresses begin where isla's configuration for tests with address translation has them. Physical ones have a space of their
/// own, so that no number is the address of two things.
/// </summary>
internal static class AddressSpaces
{
    /// <summary>The first virtual address with a name; those of <c>symbolic</c> are a page apart.</summary>
    public const ulong Virtual = 0x600000;

    private const ulong Physical = 0x40000000;
    private const int DenseCount = 512;

    // Ever larger steps, so that addresses can be found that differ in higher bits.
    private static readonly (int Level, int Count)[] s_steps = [(2, 32), (1, 8), (0, 4)];

    /// <summary>The addresses that a name can get, the first choice first.</summary>
    public static IEnumerable<ulong> Candidates(AddressKind kind, ulong alignment)
    {
        ulong start = AlignUp(kind == AddressKind.Virtual ? Virtual : Physical, alignment);
        for (int i = 0; i < DenseCount; i++)
        {
            yield return start + ((ulong)i * alignment);
        }

        foreach ((int level, int count) in s_steps)
        {
            ulong step = Granule.Size(level);
            for (int i = 0; i < count && step > alignment; i++)
            {
                yield return AlignUp(start, step) + ((ulong)i * step);
            }
        }
    }

    private static ulong AlignUp(ulong value, ulong alignment) => (value + alignment - 1) & ~(alignment - 1);
}
