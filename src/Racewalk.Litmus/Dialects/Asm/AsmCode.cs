using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Dialects.Asm;

/// <summary>One instruction of a thread's code.</summary>
/// <param name="Offset">Where it stands in the file.</param>
/// <param name="Instruction">What it is; null is the end of the code before the handler's.</param>
/// <param name="Label">A label in front of it, or null; the last one if there are several.</param>
internal readonly record struct AsmLine<T>(int Offset, T? Instruction, string? Label)
    where T : class;

/// <summary>A thread whose code others may jump into.</summary>
internal interface IAsmThread<T>
    where T : class
{
    /// <summary>The code.</summary>
    AsmCode<T> Code { get; }
}

/// <summary>
/// The code of one thread: its instructions, an end, and behind it the instructions of its exception handler. Labels of both are in one table, as in herd.
/// </summary>
internal sealed class AsmCode<T>
    where T : class
{
    private readonly List<AsmLine<T>> _lines = [];
    private readonly Dictionary<string, int> _labels = new(StringComparer.Ordinal);

    private AsmCode(SourceText source, int thread)
    {
        Source = source;
        Thread = thread;
    }

    /// <summary>Reads one instruction; what it branches to is added to the list.</summary>
    public delegate T Parser(AsmCursor cursor, List<CodeTarget> targets);

    /// <summary>The file.</summary>
    public SourceText Source { get; }

    /// <summary>The thread's number.</summary>
    public int Thread { get; }

    /// <summary>How many lines there are.</summary>
    public int Count => _lines.Count;

    /// <summary>The line of the handler's first instruction; -1 without a handler.</summary>
    public int HandlerStart { get; private set; } = -1;

    /// <summary>A line.</summary>
    public AsmLine<T> this[int line] => _lines[line];

    /// <summary>The labels and the lines that they stand for.</summary>
    public IReadOnlyDictionary<string, int> Labels => _labels;

    /// <summary>Parses the cells of a thread and of its handler.</summary>
    /// <param name="source">The file.</param>
    /// <param name="thread">The thread's cells.</param>
    /// <param name="handler">Its handler's cells, or null.</param>
    /// <param name="parser">Reads an instruction.</param>
    /// <param name="labels">Labels that the cells do not have, with the instruction that each stands before.</param>
    public static AsmCode<T> Parse(SourceText source, AsmThread thread, AsmThread? handler, Parser parser, IEnumerable<(string Name, int Line)>? labels = null)
    {
        var code = new AsmCode<T>(source, thread.Number);
        foreach ((string name, int line) in labels ?? [])
        {
            if (!code._labels.TryAdd(name, line))
            {
                throw source.Unsupported(thread.Cells.Count > 0 ? thread.Cells[0].Start : 0, $"the label '{name}' twice");
            }
        }

        var targets = new List<(CodeTarget Target, int Line)>();
        code.AddCells(thread, parser, targets);
        code._lines.Add(new AsmLine<T>(code.EndOffset(thread), null, null));
        if (handler is not null)
        {
            code.HandlerStart = code.Count;
            code.AddCells(handler, parser, targets);
            code._lines.Add(new AsmLine<T>(code.EndOffset(handler), null, null));
        }

        foreach ((CodeTarget target, int line) in targets)
        {
            code.Check(target, line);
        }

        return code;
    }

    /// <summary>The line that a branch of a line goes to.</summary>
    public int LineOf(CodeTarget target, int line) => target.Label is null ? line + target.Distance : _labels[target.Label];

    private void AddCells(AsmThread thread, Parser parser, List<(CodeTarget Target, int Line)> targets)
    {
        string? label = null;
        foreach (AsmCell cell in thread.Cells)
        {
            var cursor = new AsmCursor(Source, cell.Start, cell.Length);
            int labelStart = cursor.Position;
            while (cursor.TryTakeLabel(out string found))
            {
                if (!_labels.TryAdd(found, Count))
                {
                    throw Source.Error(labelStart, $"the label '{found}' is there twice");
                }

                label = found;
                labelStart = cursor.Position;
            }

            if (cursor.IsAtEnd)
            {
                continue;
            }

            int offset = cursor.Position;
            var branches = new List<CodeTarget>();
            T instruction = parser(cursor, branches);
            cursor.TakeEnd();
            targets.AddRange(branches.Select(target => (target, Count)));
            _lines.Add(new AsmLine<T>(offset, instruction, label));
            label = null;
        }
    }

    private int EndOffset(AsmThread thread) => thread.Cells.Count == 0 ? 0 : Math.Min(thread.Cells[^1].Start + thread.Cells[^1].Length, Source.Text.Length);

    private void Check(CodeTarget target, int line)
    {
        if (target.Label is not null ? !_labels.ContainsKey(target.Label) : line + target.Distance < 0 || line + target.Distance >= Count)
        {
            throw Source.Error(target.Offset, target.Label is not null
                ? $"thread {Thread} has no label '{target.Label}'"
                : $"'{target}' is outside of the code of thread {Thread}");
        }
    }
}
