namespace Racewalk.Exploration.Clocks;

/// <summary>A relation between the events of a log, a row of bits for each.</summary>
/// <param name="count">How many events there are.</param>
internal sealed class LogRelation(int count)
{
    private const int WordBits = 64;
    private readonly int _words = (count + WordBits - 1) / WordBits;
    private readonly ulong[] _bits = new ulong[count * ((count + WordBits - 1) / WordBits)];

    /// <summary>Whether two events are related.</summary>
    public bool Has(int from, int to) => (_bits[(from * _words) + (to / WordBits)] >> (to % WordBits) & 1) != 0;

    /// <summary>Relates two events.</summary>
    public void Add(int from, int to) => _bits[(from * _words) + (to / WordBits)] |= 1UL << (to % WordBits);

    /// <summary>Makes the relation transitive.</summary>
    public void Close()
    {
        for (int k = 0; k < count; k++)
        {
            ReadOnlySpan<ulong> through = _bits.AsSpan(k * _words, _words);
            for (int i = 0; i < count; i++)
            {
                for (int w = 0; Has(i, k) && w < _words; w++)
                {
                    _bits[(i * _words) + w] |= through[w];
                }
            }
        }
    }
}
