using System.Text;

namespace Racewalk.Litmus.Tests.Translation;

/// <summary>A state of <see cref="TlbMachine"/>.</summary>
internal sealed class TlbState
{
    /// <summary>The contents of the pages, and behind them the descriptors of those that are mapped.</summary>
    public required ulong[] Memory { get; init; }

    /// <summary>The processors.</summary>
    public required TlbThread[] Threads { get; init; }

    /// <summary>A copy.</summary>
    public TlbState Copy() => new() { Memory = [.. Memory], Threads = [.. Threads.Select(static t => t.Copy())] };

    /// <summary>Two states with one key are equal.</summary>
    public string Key()
    {
        var text = new StringBuilder().AppendJoin(' ', Memory);
        foreach (TlbThread t in Threads)
        {
            text.Append($"|{t.Next} {t.Faults} {t.MustDrain} {t.Held} ").AppendJoin(' ', t.Results).Append('>').AppendJoin(' ', t.Buffer).Append('>').AppendJoin(' ', t.Cached);
        }

        return text.ToString();
    }
}

/// <summary>A processor.</summary>
internal sealed class TlbThread
{
    /// <summary>The next instruction.</summary>
    public int Next { get; set; }

    /// <summary>The instructions that have faulted, a bit each.</summary>
    public int Faults { get; set; }

    /// <summary>Whether it goes on only when its stores are in memory: it has taken a fault.</summary>
    public bool MustDrain { get; set; }

    /// <summary>The frame that the next instruction writes, as it has set D already; -1 if it has not.</summary>
    public int Held { get; set; } = -1;

    /// <summary>What each instruction has left in its register.</summary>
    public required ulong[] Results { get; init; }

    /// <summary>Stores that are not in memory yet, the oldest first.</summary>
    public required List<(int Location, ulong Value)> Buffer { get; init; }

    /// <summary>Translations that have been read and may be used; there may be several of a page.</summary>
    public required SortedSet<(int Page, ulong Entry)> Cached { get; init; }

    /// <summary>A copy.</summary>
    public TlbThread Copy() => new() { Next = Next, Faults = Faults, Held = Held, MustDrain = MustDrain, Results = [.. Results], Buffer = [.. Buffer], Cached = [.. Cached] };
}
