using System.Text;
using Racewalk.Exploration.Paths;
using Racewalk.Exploration.Subtrees;

namespace Racewalk.Exploration.Checkpoints;

/// <summary>The state of an exploration that nobody explores at the moment, and its form as bytes.</summary>
/// <param name="parts">The parts of the search, in order, with what was found in each.</param>
/// <param name="staysInGracePeriods">Whether it is the search that lets grace periods not end.</param>
/// <param name="watch">What the threads were seen to do about grace periods.</param>
/// <param name="elapsed">How long it has taken.</param>
internal sealed class SavedState(IReadOnlyList<Subtree> parts, bool staysInGracePeriods, GracePeriodWatch watch, TimeSpan elapsed)
{
    public IReadOnlyList<Subtree> Parts => parts;

    public bool StaysInGracePeriods => staysInGracePeriods;

    public GracePeriodWatch Watch => watch;

    public TimeSpan Elapsed => elapsed;

    /// <summary>The state before anything is explored.</summary>
    public static SavedState Begin(SubtreeResult result, bool staysInGracePeriods)
    {
        var root = new Subtree(SearchPosition.Root) { Result = result };
        root.SetShare(1);
        return new SavedState([root], staysInGracePeriods, new GracePeriodWatch(), TimeSpan.Zero);
    }

    /// <summary>Reads what <see cref="ToArray"/> has written.</summary>
    /// <param name="bytes">What was written.</param>
    /// <param name="visitor">Takes over what was seen in the first part; the others get fresh ones. Null if executions are only counted.</param>
    /// <exception cref="InvalidDataException">It is not the state of such an exploration.</exception>
    public static SavedState Read(byte[] bytes, ISavedVisitor? visitor)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
            bool stays = reader.ReadBoolean();
            var watch = new GracePeriodWatch(reader.ReadByte());
            var elapsed = new TimeSpan(reader.ReadInt64());
            var parts = new Subtree[reader.ReadInt32()];
            for (int i = 0; i < parts.Length; i++)
            {
                parts[i] = ReadPart(reader, i == 0 ? visitor : (ISavedVisitor?)visitor?.Fresh());
            }

            return new SavedState(parts, stays, watch, elapsed);
        }
        catch (Exception e) when (e is EndOfStreamException or ArgumentException or OverflowException or FormatException)
        {
            throw new InvalidDataException("these bytes are no state of an exploration: " + e.Message, e);
        }
    }

    /// <summary>The state as bytes.</summary>
    public byte[] ToArray()
    {
        var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(staysInGracePeriods);
        writer.Write(watch.Bits);
        writer.Write(elapsed.Ticks);
        writer.Write(parts.Count);
        foreach (Subtree part in parts)
        {
            WritePart(writer, part);
        }

        writer.Flush();
        return stream.ToArray();
    }

    private static void WritePart(BinaryWriter writer, Subtree part)
    {
        bool isDone = part.State == SubtreeState.Done;
        writer.Write(isDone);
        if (!isDone)
        {
            part.Start.Write(writer);
            writer.Write(part.Left);
        }

        writer.Write(part.Result is not null);
        if (part.Result is { } result)
        {
            result.Write(writer);
            (result.Visitor as ISavedVisitor)?.Save(writer);
        }
    }

    private static Subtree ReadPart(BinaryReader reader, ISavedVisitor? visitor)
    {
        bool isDone = reader.ReadBoolean();
        var part = new Subtree(isDone ? SearchPosition.Root : SearchPosition.Read(reader)) { State = isDone ? SubtreeState.Done : SubtreeState.Waiting };
        if (!isDone)
        {
            part.SetShare(reader.ReadDouble());
        }

        if (reader.ReadBoolean())
        {
            part.Result = new SubtreeResult(visitor);
            part.Result.Read(reader);
            visitor?.Load(reader);
        }

        return part;
    }
}
