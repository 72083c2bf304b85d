using Racewalk.Exploration;
using Racewalk.Litmus.Semantics;
using Racewalk.Programs;

namespace Racewalk.Litmus.Export;

/// <summary>
/// Runs a thread for every choice of the values that its reads return, whether or not an execution makes it: what a protocol forbids lies on paths that no
/// execution takes.
/// </summary>
internal sealed class ThreadWalker : IOperationSink
{
    private const int MostPaths = 5_000;
    private readonly CheckedProgram _program;
    private readonly int _thread;
    private readonly ValueCollector _values;
    private readonly PathChoices _choices = new();
    private readonly ThreadTree _tree = new();
    private SortedDictionary<string, ulong> _observed = [];
    private FailureNote? _failure;
    private TreeNode _node;
    private readonly List<(Operation Operation, int Reads)> _done = [];
    private HashSet<string> _loops = [];

    private ThreadWalker(CheckedProgram program, int thread, ValueCollector values)
    {
        _program = program;
        _thread = thread;
        _values = values;
        _node = _tree.Root;
    }

    /// <summary>The tree of a thread. A loop goes round once, or twice if it has no head.</summary>
    /// <exception cref="ExportException">It does what no litmus test does.</exception>
    public static ThreadTree Walk(CheckedProgram program, int thread, ValueCollector values)
    {
        var walker = new ThreadWalker(program, thread, values);
        int paths = 0;
        do
        {
            if (++paths > MostPaths)
            {
                throw new ExportException($"thread {thread} has more than {MostPaths} paths");
            }

            walker._node = walker._tree.Root;
            walker._observed = new SortedDictionary<string, ulong>(StringComparer.Ordinal);
            walker._failure = null;
            walker._done.Clear();
            walker._loops = new HashSet<string>(StringComparer.Ordinal);
            new ThreadContext(walker, thread).Run(program.Threads[thread]);
        }
        while (walker._choices.Advance());
        return walker._tree;
    }

    bool IOperationSink.TryPerform(in Operation operation, List<Note> notes, out ulong value)
    {
        value = 0;
        foreach (ObservedNote note in notes.OfType<ObservedNote>())
        {
            _observed[note.Name] = note.Value;
        }

        switch (operation.Kind)
        {
            case OperationKind.Read or OperationKind.Rmw or OperationKind.Write when !_values.Values.ContainsKey(operation.Address):
                // A pointer that no execution has at this place leads to where no execution goes.
                _node.End = new TreeEnd(ThreadStatus.Cut, _observed, null, IsNowhere: true);
                return false;
            case OperationKind.Read or OperationKind.Rmw:
                Operation op = operation;
                ulong[] values = [.. _values.Of(operation.Address).Where(v => op.Satisfies(v))];
                if (values.Length == 0)
                {
                    throw new ExportException("it waits for a value that never comes");
                }

                value = values[_choices.Next(values.Length)];
                if (operation.IsMistaken(value))
                {
                    _failure ??= FreedMemory.Mistake(operation.Use, _thread, _program.LocationName(operation.Address));
                }

                return GoOn(operation, value);
            case OperationKind.Write or OperationKind.Fence:
                return GoOn(operation, 0);
            case OperationKind.Poll:
                return true;
            case OperationKind.LoopHead:
                if (notes.OfType<LoopNote>().All(l => _loops.Add(l.Name)))
                {
                    return true;
                }

                // A litmus test in C has no loops: the first round stands for all.
                return Cut();
            case OperationKind.End:
                _node.End = new TreeEnd(_failure is null ? ThreadStatus.Finished : ThreadStatus.Failed, _observed, _failure);
                return true;
            case OperationKind.Failed:
                _node.End = new TreeEnd(ThreadStatus.Failed, _observed, _failure ?? notes.OfType<FailureNote>().LastOrDefault());
                return false;
            case OperationKind.Send:
                throw new ExportException("it has inter-processor interrupts, which litmus tests do not have");
            case OperationKind.Choice:
                throw new ExportException("it has a free choice, such as a vCPU that is preempted, which litmus tests do not have");
            default:
                throw new ExportException("it assumes something of what it reads, which litmus tests in C cannot");
        }
    }

    private bool GoOn(Operation operation, ulong value)
    {
        _node.Operation = operation;
        _node = _node.Child(value);
        int reads = _done.Count == 0 ? 0 : _done[^1].Reads;
        _done.Add((operation, operation.Kind is OperationKind.Read or OperationKind.Rmw ? reads + 1 : reads));
        return !IsSecondRound() || Cut();
    }

    private bool Cut()
    {
        _node.End = new TreeEnd(ThreadStatus.Cut, _observed, null);
        return false;
    }

    /// <summary>
    /// Whether the last operations do again what those before them did, because of what those read: a round of a loop that has no head.
    /// </summary>
    private bool IsSecondRound()
    {
        for (int length = 1; 2 * length <= _done.Count; length++)
        {
            bool isRound = true;
            for (int i = 1; i <= length && isRound; i++)
            {
                (Operation first, int _) = _done[^(i + length)];
                (Operation second, int _) = _done[^i];
                int start = 2 * length == _done.Count ? 0 : _done[^(2 * length + 1)].Reads;
                bool isDecided = Enumerable.Range(start, _done[^(length + 1)].Reads - start).Any(second.ControlReads.Contains);
                isRound = isDecided && (first.Kind, first.Rmw, first.Fence, first.Access, first.Address) == (second.Kind, second.Rmw, second.Fence, second.Access, second.Address);
            }

            if (isRound)
            {
                return true;
            }
        }

        return false;
    }
}
