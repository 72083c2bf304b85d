using Racewalk.Programs;

namespace Racewalk.Testing;

/// <summary>Something that must be possible, or else the check would prove nothing (<see cref="TestProgram.MustHappen"/>).</summary>
public sealed class Behaviour
{
    internal Behaviour(string name, int index)
    {
        Name = name;
        NoteName = FormattableString.Invariant($"behaviour {index}");
    }

    /// <summary>What it is.</summary>
    public string Name { get; }

    internal string NoteName { get; }

    /// <summary>In a thread: it happens here.</summary>
    public void Happens() => Ambient.Thread("Behaviour.Happens").Add(new ObservedNote(NoteName, 1));
}
