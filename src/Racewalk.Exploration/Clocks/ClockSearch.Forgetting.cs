namespace Racewalk.Exploration.Clocks;

internal sealed partial class ClockSearch<TOrder>
{
    /// <summary>Forgets the operations of threads that nothing stands on any more, if too many are known. No thread may be running.</summary>
    public void Forget()
    {
        if (!_tree.IsFull(_capacity))
        {
            return;
        }

        _tree.BeginForgetting();
        for (int depth = 0; depth <= _depth; depth++)
        {
            ClockLog log = _levels[depth];
            for (int i = 0; i < log.Count; i++)
            {
                _tree.Keep(log.Events[i].Node);
                _contexts.Keep(log.Events[i].Context, _tree);
            }

            foreach (ref ThreadCursor t in log.Threads.AsSpan())
            {
                _tree.Keep(t.Node >= 0 ? t.Node : t.LastNode);
                _contexts.Keep(t.Context, _tree);
            }
        }

        _contexts.EndForgetting();
        _tree.EndForgetting();
    }
}
