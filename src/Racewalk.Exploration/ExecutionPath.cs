using Racewalk.Exploration.Subtrees;

namespace Racewalk.Exploration;

/// <summary>Where an execution lies in the exploration of its program: enough to visit it again, alone (<see cref="Explorer.Visit"/>).</summary>
public sealed class ExecutionPath
{
    internal ExecutionPath(SearchPosition position, bool staysInGracePeriods)
    {
        Position = position;
        StaysInGracePeriods = staysInGracePeriods;
    }

    internal SearchPosition Position { get; }

    internal bool StaysInGracePeriods { get; }

    /// <summary>Reads what <see cref="Write"/> has written.</summary>
    /// <exception cref="EndOfStreamException">It is not all there.</exception>
    public static ExecutionPath Read(BinaryReader reader) => new(SearchPosition.Read(reader), reader.ReadBoolean());

    /// <summary>Writes the path.</summary>
    public void Write(BinaryWriter writer)
    {
        Position.Write(writer);
        writer.Write(StaysInGracePeriods);
    }
}
