using Racewalk.Executions;
using Racewalk.Exploration.Paths;

namespace Racewalk.Exploration.Clocks;

internal sealed partial class ClockSearch<TOrder> : IThreadHistory
{
    CursorState IThreadHistory.StateOf(int thread) => _log.Threads[thread].State;

    int IThreadHistory.WaitsAt(int thread) => _log.Threads[thread].Node;

    bool IThreadHistory.HasPending(int thread) => HasPending(thread, _log.Threads[thread].Node);

    int IThreadHistory.Last(int thread) => _log.Threads[thread].ProgramLast;

    int IThreadHistory.Previous(int e) => _log.Events[e].ProgramPrevious;

    int IThreadHistory.NodeOf(int e) => _log.Events[e].Node;

    EventKind IThreadHistory.KindOf(int e) => _log.Events[e].Kind;

    int IThreadHistory.SourceOf(int e) => _log.Events[e].Source;

    ulong IThreadHistory.ValueOf(int e) => _log.Events[e].Value;

    bool IThreadHistory.IsUnsatisfied(int e) => (_log.Events[e].Flags & EventFlags.Unsatisfied) != 0;

    bool IThreadHistory.ReadsNewest(int e)
    {
        ref ClockEvent read = ref _log.Events[e];
        if (read.Kind == EventKind.Poll)
        {
            return !HasPending(read.Thread, read.Node);
        }

        return (read.Source >= 0 ? _log.Events[read.Source].CoherenceNext : _log.Locations[read.Location].CoherenceFirst) < 0;
    }
}
