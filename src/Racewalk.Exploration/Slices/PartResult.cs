using System.Text;
using Racewalk.Exploration.Checkpoints;
using Racewalk.Exploration.Paths;
using Racewalk.Exploration.Subtrees;

namespace Racewalk.Exploration.Slices;

/// <summary>What was found in a part of an exploration that is connected in the order of visits.</summary>
public sealed class PartResult
{
    internal PartResult(SubtreeResult found, GracePeriodWatch watch)
    {
        Found = found;
        Watch = watch;
    }

    /// <summary>Complete executions.</summary>
    public long Executions => Found.Executions;

    /// <summary>Executions in which some thread waits for ever.</summary>
    public long Blocked => Found.Blocked;

    /// <summary>Executions in which some thread was cut by a bound.</summary>
    public long Cut => Found.Cut;

    /// <summary>Whether the exploration was to end at the first violation, and this is where: nothing that comes after is wanted.</summary>
    public bool IsViolated => Found.IsViolated;

    /// <summary>What has seen the executions.</summary>
    public ISavedVisitor Visitor => (ISavedVisitor)Found.Visitor!;

    internal SubtreeResult Found { get; }

    internal GracePeriodWatch Watch { get; }

    /// <summary>Reads what <see cref="ToArray"/> has written.</summary>
    /// <param name="bytes">What was written.</param>
    /// <param name="visitor">Takes over what was seen; it has seen nothing yet.</param>
    /// <exception cref="InvalidDataException">It was something else.</exception>
    public static PartResult Read(byte[] bytes, ISavedVisitor visitor)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
            var watch = new GracePeriodWatch(reader.ReadByte());
            var found = new SubtreeResult(visitor);
            found.Read(reader);
            visitor.Load(reader);
            return new PartResult(found, watch);
        }
        catch (Exception e) when (e is EndOfStreamException or ArgumentException or FormatException)
        {
            throw new InvalidDataException("these bytes are no result of an exploration: " + e.Message, e);
        }
    }

    /// <summary>Takes over what was found in the part that comes next.</summary>
    /// <param name="next">The other one; not used any more.</param>
    public void Append(PartResult next)
    {
        Found.Append(next.Found);
        Watch.Add(next.Watch);
    }

    /// <summary>The result as bytes.</summary>
    public byte[] ToArray()
    {
        var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Watch.Bits);
        Found.Write(writer);
        Visitor.Save(writer);
        writer.Flush();
        return stream.ToArray();
    }
}
