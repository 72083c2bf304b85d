namespace Racewalk.Litmus.Semantics;

/// <summary>
/// What a round of a loop, from one visit of an instruction to the next, does besides reading memory. A loop that waits need not be followed for ever: if a
/// round has no effect but on registers, and the next one writes all of those again before it reads any, an execution with both ends as it does without the
/// first. What is left then is an execution, too, since to leave out reads and barriers takes away only constraints. So of a path that is cut at a bound
/// nothing is lost if it has such a round: by induction each execution that goes on from there ends like a shorter one.
/// </summary>
internal sealed class LoopRound
{
    private readonly HashSet<int> _written = [];
    private readonly HashSet<int> _readFirst = [];
    private bool _hasEffects;

    private LoopRound()
    {
    }

    /// <summary>The round of some instruction instances.</summary>
    /// <param name="events">The path's events.</param>
    /// <param name="start">The first instance.</param>
    /// <param name="end">The first one behind it.</param>
    public static LoopRound Of(IReadOnlyList<LitmusEvent> events, int start, int end)
    {
        var round = new LoopRound();
        foreach (LitmusEvent e in events)
        {
            if (e.Instruction >= start && e.Instruction < end)
            {
                round.Add(e);
            }
        }

        return round;
    }

    /// <summary>Whether an execution with this round and the next ends like one with the next alone.</summary>
    public bool CanBeLeftOutBefore(LoopRound next) => !_hasEffects && !next._readFirst.Overlaps(_written) && _written.IsSubsetOf(next._written);

    private void Add(LitmusEvent e)
    {
        switch (e.Kind)
        {
            case LitmusEventKind.RegisterWrite:
                _written.Add(e.Location);
                break;
            case LitmusEventKind.RegisterRead when !_written.Contains(e.Location):
                _readFirst.Add(e.Location);
                break;
            // Other threads see writes, the hardware's among them, and invalidations; final states tell of faults, and the return from one changes
            // what the thread may do.
            case LitmusEventKind.Write or LitmusEventKind.Fault or LitmusEventKind.Invalidate:
            case LitmusEventKind.Fence when e.Sets.Contains("EXC-RET", StringComparer.Ordinal):
                _hasEffects = true;
                break;
        }
    }
}
