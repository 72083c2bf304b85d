using System.Runtime.Intrinsics;
using Racewalk.Exploration.Paths;

namespace Racewalk.Exploration.Clocks;

/// <content>
/// Executions that differ in their last event only. The event stays where it is and gets its alternatives in turn, which is what going back and forward again would come to; its
/// clocks are asked for by nobody.
/// </content>
internal sealed partial class ClockSearch<TOrder>
{
    /// <summary>No thread can run: visits this execution, and those that differ in the choice of the last event, until one of them goes on.</summary>
    private void VisitLast()
    {
        int last = _log.Count - 1;
        if (_frameCount == 0 || _checksInvariants || _frames[_frameCount - 1].Count != last || _frames[_frameCount - 1].IsClosed)
        {
            Leaf();
            _dead = true;
            return;
        }

        ref Frame f = ref _frames[_frameCount - 1];
        switch (f.Kind)
        {
            case FrameKind.Read:
                VisitSources(ref f, last);
                break;
            case FrameKind.Write when f.Cursor != Frame.NoPlace:
                VisitPlaces(ref f, last);
                break;
            default:
                Leaf();
                _dead = true;
                break;
        }
    }

    private void VisitSources(ref Frame f, int last)
    {
        ref ClockEvent read = ref _log.Events[last];
        ref PathNode n = ref _tree.Nodes[read.Node];
        // It has clocks if what follows it was not known when it was added.
        _log.UndoTrail(ref read);
        read.Prefix = ClockAppend<TOrder>.PrefixOf(_log, in read);
        Vector256<byte> before = ClockAppend<TOrder>.Before(_log, in read, (read.Flags & EventFlags.Rmw) != 0);
        while (true)
        {
            Leaf();
            int source = _tally.Stop ? Frame.NoPlace : NextSource(read.Thread, ref n, f.Cursor, ref before);
            if (source == Frame.NoPlace)
            {
                _dead = true;
                return;
            }

            f.Cursor = source;
            f.Tried++;
            Reread(ref read, source);
            if (_log.Runnable != 0)
            {
                ClockAppend<TOrder>.OrderRead(_log, last);
                return;
            }
        }
    }

    private void VisitPlaces(ref Frame f, int last)
    {
        ref ClockEvent write = ref _log.Events[last];
        _log.UndoTrail(ref write);
        Vector256<byte> before = ClockAppend<TOrder>.Before(_log, in write, locked: true);
        while (true)
        {
            Leaf();
            int place = _tally.Stop ? Frame.NoPlace : NextPlace(f.Cursor, ref before);
            if (place == Frame.NoPlace)
            {
                _dead = true;
                return;
            }

            f.Cursor = place;
            f.Tried++;
            _log.Unlink(ref write);
            _log.Link(last, write.Location, place);
        }
    }
}
