using System.Text;
using Racewalk.Exploration.Subtrees;

namespace Racewalk.Exploration.Slices;

/// <summary>A part of an exploration that nobody explores at the moment, connected in the order of visits: enough to go on with it, in any process of the same build.</summary>
public sealed class SearchPart
{
    internal SearchPart(SearchPosition start, double share, bool staysInGracePeriods)
    {
        Start = start;
        Share = share;
        StaysInGracePeriods = staysInGracePeriods;
    }

    /// <summary>The estimated part of the whole exploration that is left in it, from 0 to 1.</summary>
    public double Share { get; }

    /// <summary>Whether it is of the second search, the one that lets grace periods not end.</summary>
    public bool StaysInGracePeriods { get; }

    /// <summary>
    /// Where it lies in the order of visits: of two parts the one whose numbers are less, compared one by one, comes first. What is deeper below a decision is visited before
    /// the alternatives that the decision has left, so the numbers end with one that is greater than any.
    /// </summary>
    public IReadOnlyList<int> Place
    {
        get
        {
            List<int> place = [StaysInGracePeriods ? 1 : 0];
            if (!Start.IsRoot)
            {
                foreach (PathStep step in Start.Steps)
                {
                    place.Add(step.Tried);
                }

                place.Add(int.MaxValue);
            }

            return place;
        }
    }

    internal SearchPosition Start { get; }

    /// <summary>The whole of one of the two searches.</summary>
    /// <param name="staysInGracePeriods">Which one; the second is wanted if <see cref="SliceExplorer.Conclude"/> says so.</param>
    public static SearchPart Whole(bool staysInGracePeriods = false) => new(SearchPosition.Root, 1, staysInGracePeriods);

    /// <summary>Reads what <see cref="ToArray"/> has written.</summary>
    /// <exception cref="InvalidDataException">It was something else.</exception>
    public static SearchPart Read(byte[] bytes)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
            bool stays = reader.ReadBoolean();
            double share = reader.ReadDouble();
            return new SearchPart(SearchPosition.Read(reader), share, stays);
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException)
        {
            throw new InvalidDataException("these bytes are no part of an exploration: " + e.Message, e);
        }
    }

    /// <summary>The part as bytes.</summary>
    public byte[] ToArray()
    {
        var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(StaysInGracePeriods);
        writer.Write(Share);
        Start.Write(writer);
        writer.Flush();
        return stream.ToArray();
    }
}
