namespace Racewalk.Exploration.Clocks;

internal sealed partial class ClockSearch<TOrder>
{
    /// <summary>Cuts back to the newest place with an alternative left and takes it. False if there is none: everything was visited.</summary>
    public bool Backtrack()
    {
        while (_frameCount > 0)
        {
            ref Frame f = ref _frames[_frameCount - 1];
            if (!f.IsClosed && Retry(ref f))
            {
                return true;
            }

            Drop();
        }

        return false;
    }

    /// <summary>Takes the next alternative of the last frame; false if there is none.</summary>
    private bool Retry(ref Frame f)
    {
        _log.Cut(f.Count, _tree.Nodes);
        int thread = f.Thread;
        if (TOrder.HasTwins)
        {
            FindTwin(thread);
        }

        int node = _log.Threads[thread].Node;
        return f.Kind switch
        {
            FrameKind.Read => RetryRead(ref f, thread, node),
            FrameKind.Write => RetryWrite(ref f, thread, node),
            FrameKind.Send => TryRevisit(ref f, thread, node),
            FrameKind.Choice => RetryChoice(ref f, thread, node),
            FrameKind.Poll => RetryPoll(ref f, thread, node),
            _ => RetryRevisit(ref f, thread, node),
        };
    }

    private bool RetryRead(ref Frame f, int thread, int node)
    {
        int source = NextSource(thread, node, f.Cursor);
        if (source == Frame.NoPlace)
        {
            return false;
        }

        f.Cursor = source;
        f.Tried++;
        AddRead(thread, node, source);
        return true;
    }

    private bool RetryWrite(ref Frame f, int thread, int node)
    {
        if (f.Cursor != Frame.NoPlace)
        {
            int place = NextPlace(thread, f.Cursor);
            f.Cursor = place;
            if (place != Frame.NoPlace)
            {
                f.Tried++;
                AddWrite(thread, node, place);
                return true;
            }

            f.Scan = _log.Count - 1;
        }
        else if (f.Scan == -1 && f.Revisited == -1)
        {
            // A read-modify-write has one place only, which was tried.
            f.Scan = _log.Count - 1;
        }

        return TryRevisit(ref f, thread, node);
    }

    private bool RetryChoice(ref Frame f, int thread, int node)
    {
        int alternative = ++f.Cursor;
        if (alternative >= CountChoices(thread, node))
        {
            return false;
        }

        f.Tried++;
        AddChoice(thread, node, alternative);
        return true;
    }

    private bool RetryPoll(ref Frame f, int thread, int node)
    {
        bool idle = IsIdlePoll(node);
        int options = CountPollOptions(thread, node, idle);
        int option = ++f.Cursor;
        if (option >= options)
        {
            return false;
        }

        f.Tried++;
        AddPoll(thread, node, PollOption(idle, option));
        return true;
    }

    /// <summary>The next coherence place of a revisiting write; when there is none, the level is dropped with its frame and the level below goes on.</summary>
    private bool RetryRevisit(ref Frame f, int thread, int node)
    {
        int place = f.Cursor == Frame.NoPlace ? Frame.NoPlace : NextRevisitPlace(ref f, thread, node);
        if (place == Frame.NoPlace)
        {
            return false;
        }

        f.Cursor = place;
        f.Tried++;
        PlaceRevisitor(ref f, thread, node, place);
        return true;
    }

    private int NextRevisitPlace(ref Frame f, int thread, int node)
    {
        ref ClockEvent read = ref _log.Events[f.Revisited];
        ref Paths.PathNode readNode = ref _tree.Nodes[read.Node];
        if (readNode.Await != Programs.AwaitKind.None && !readNode.Satisfies(_tree.Nodes[node].Operand))
        {
            // A value that does not satisfy is read from the coherence-last write only.
            return Frame.NoPlace;
        }

        int place = f.Cursor;
        while (place >= 0 && !MissesNewer(f.Revisited, place) && !IsBeforeNext(thread, place))
        {
            int next = place;
            place = _log.Events[place].CoherencePrevious;
            if (!IsRmwWriteAfter(next, place))
            {
                return place;
            }
        }

        return Frame.NoPlace;
    }
}
