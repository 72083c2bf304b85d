namespace Racewalk.Exploration.Graphs;

internal sealed partial class GraphSearch
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
            GraphLevel level = _levels[depth];
            // Places that are empty now still say what was left out there.
            for (int slot = 0; slot < _slots.Count; slot++)
            {
                _tree.Keep(level.Graph.Events[slot].Node);
                _contexts.Keep(level.Graph.Events[slot].Context, _tree);
            }

            foreach (ref readonly GraphStep step in level.Steps.All)
            {
                Keep(step.Cursor);
            }

            foreach (GraphCursor cursor in level.Cursors)
            {
                Keep(cursor);
            }

            foreach (GraphCursor cursor in level.Base)
            {
                Keep(cursor);
            }
        }

        _known.Clear();
        _needsWrite.Clear();
        _model.ForgetOperations();
        _contexts.EndForgetting();
        _tree.EndForgetting();
    }

    private void Keep(in GraphCursor cursor)
    {
        _tree.Keep(cursor.Node >= 0 ? cursor.Node : cursor.LastNode);
        _contexts.Keep(cursor.Context, _tree);
    }
}
