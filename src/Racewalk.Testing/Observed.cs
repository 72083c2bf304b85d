using System.Numerics;
using Racewalk.Exploration;
using Racewalk.Programs;

namespace Racewalk.Testing;

/// <summary>A value that a thread leaves for <see cref="TestProgram.Final"/>: no access to memory, and unlike a captured variable not carried from one run to the next.</summary>
/// <typeparam name="T"><see cref="int"/>, <see cref="uint"/>, <see cref="long"/> or <see cref="ulong"/>.</typeparam>
public sealed class Observed<T>
    where T : unmanaged, IBinaryInteger<T>
{
    private readonly TestProgram _program;
    private readonly string _name;

    internal Observed(TestProgram program, string name)
    {
        _program = program;
        _name = name;
    }

    /// <summary>In Final: whether a thread has left a value.</summary>
    public bool IsSet => TryGet(out _);

    /// <summary>In Final: the value that was left, by the first thread that left one.</summary>
    /// <exception cref="InvalidOperationException">None was.</exception>
    public T Value => TryGet(out T value) ? value : throw new InvalidOperationException($"no thread has observed '{_name}'");

    /// <summary>In a thread: leaves a value; a later one replaces it.</summary>
    public void Set(Value<T> value) => Ambient.Thread("Observed.Set").Add(new ObservedNote(_name, Cell.Encode(value.Number)));

    private bool TryGet(out T value)
    {
        IExecution ended = Ambient.Of(_program, _name).Ended ?? throw new ModelMisuseException($"what threads observe as '{_name}' is for Final to read");
        for (int thread = 0; thread < ended.ThreadCount; thread++)
        {
            if (ended.TryGetObserved(thread, _name, out ulong bits))
            {
                value = Cell.Decode<T>(bits);
                return true;
            }
        }

        value = default;
        return false;
    }
}
