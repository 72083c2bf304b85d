using System.Numerics;
using Racewalk.Programs;

namespace Racewalk.Testing;

/// <summary>An array of numbers that threads share. References between objects are written as indices into such arrays.</summary>
/// <typeparam name="T"><see cref="int"/>, <see cref="uint"/>, <see cref="long"/> or <see cref="ulong"/>.</typeparam>
public sealed class SharedArray<T>
    where T : unmanaged, IBinaryInteger<T>
{
    private readonly TestProgram _program;

    internal SharedArray(TestProgram program, ulong address, int length)
    {
        _program = program;
        Address = address;
        Length = length;
    }

    /// <summary>How many elements there are.</summary>
    public int Length { get; }

    internal ulong Address { get; }

    /// <summary>An element; the access that follows has an address dependency on what the index comes from. The check of the index is no branch: a compiler may have left it out.</summary>
    /// <param name="index">The index.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such element; in a thread a violation.</exception>
    public Shared<T> this[Value<int> index]
    {
        get
        {
            if (index.Number < 0 || index.Number >= Length)
            {
                Ambient.Branch(index.Reads);
                throw new IndexOutOfRangeException($"'{_program.RegionNameOf(Address)}' has {Length} elements and none at {index}");
            }

            return new Shared<T>(new SharedWord(_program, new Word(Address + (TestProgram.WordSize * (ulong)index.Number), index.Reads)));
        }
    }
}
