namespace Racewalk.Oracle;

/// <summary>Reads-from and coherence of one location.</summary>
internal sealed class LocationChoice
{
    /// <summary>A choice.</summary>
    /// <param name="location">The location.</param>
    /// <param name="reads">Its reads.</param>
    /// <param name="sources">What each read reads from; -1 for the initial value.</param>
    /// <param name="order">The writes in coherence order.</param>
    public LocationChoice(int location, int[] reads, int[] sources, int[] order)
    {
        Location = location;
        Reads = reads;
        Sources = sources;
        Order = order;
        Fr = new ulong[reads.Length];
        Rf = new ulong[order.Length];
        Co = new ulong[order.Length];
        ulong all = 0;
        for (int i = order.Length - 1; i >= 0; i--)
        {
            Co[i] = all;
            all |= 1UL << order[i];
        }

        for (int i = 0; i < reads.Length; i++)
        {
            // The initial write is before all others.
            int place = Array.IndexOf(order, sources[i]);
            Fr[i] = place < 0 ? all : Co[place];
            if (place >= 0)
            {
                Rf[place] |= 1UL << reads[i];
            }
        }
    }

    /// <summary>The location.</summary>
    public int Location { get; }

    /// <summary>Its reads.</summary>
    public int[] Reads { get; }

    /// <summary>For each read, the write read or -1.</summary>
    public int[] Sources { get; }

    /// <summary>The writes in coherence order.</summary>
    public int[] Order { get; }

    /// <summary>For each read, the writes after the one read.</summary>
    public ulong[] Fr { get; }

    /// <summary>For each write in <see cref="Order"/>, its reads.</summary>
    public ulong[] Rf { get; }

    /// <summary>For each write in <see cref="Order"/>, the later writes.</summary>
    public ulong[] Co { get; }
}
