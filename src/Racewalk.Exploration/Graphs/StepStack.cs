using Racewalk.Executions;

namespace Racewalk.Exploration.Graphs;

/// <summary>One forward step, to be undone.</summary>
internal struct GraphStep
{
    /// <summary>The event added; -1 if a write was left out.</summary>
    public int Slot;

    public int Thread;

    /// <summary>How much of the closure was there before.</summary>
    public int Mark;

    /// <summary>The thread's cursor before.</summary>
    public GraphCursor Cursor;
}

/// <summary>The steps of a level. They are written and read where they are: copies of them showed in profiles.</summary>
internal sealed class StepStack
{
    private GraphStep[] _steps = new GraphStep[EventSet.Capacity];

    public int Count { get; private set; }

    public ReadOnlySpan<GraphStep> All => _steps.AsSpan(0, Count);

    /// <summary>The newest step.</summary>
    public ref readonly GraphStep Top => ref _steps[Count - 1];

    public ref readonly GraphStep this[int i] => ref _steps[i];

    public void Push(int slot, int thread, in GraphCursor cursor, int mark)
    {
        if (Count == _steps.Length)
        {
            Array.Resize(ref _steps, 2 * Count);
        }

        ref GraphStep step = ref _steps[Count++];
        step.Slot = slot;
        step.Thread = thread;
        step.Mark = mark;
        step.Cursor = cursor;
    }

    /// <summary>Takes the newest step off; it can be read until the next is pushed.</summary>
    public ref readonly GraphStep Pop() => ref _steps[--Count];

    public void Clear() => Count = 0;
}
