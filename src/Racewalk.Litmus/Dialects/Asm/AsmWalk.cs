using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Dialects.Asm;

/// <summary>
/// Goes through a thread's code on one path. Jumps backwards are counted by their target, since each run of a loop that decides something doubles the paths;
/// a jump too many cuts the path. Loops whose way is known, a counter's from a number, are run to their end. It may also go on in another thread's code, as
/// where functions are called. Not thread-safe.
/// </summary>
internal sealed class AsmWalk<T>(AsmCode<T> code, ThreadBuilder builder, int unroll)
    where T : class
{
    /// <summary>How many jumps back to one place a path may take, as herd's <c>-unroll</c> has it by default.</summary>
    public const int DefaultUnroll = 2;

    // What stops a loop that decides nothing and has no end.
    private const int MaxInstructions = 10_000;
    private readonly Dictionary<(int Thread, int Line), int> _jumpsBack = [];
    private readonly Dictionary<(int Thread, int Line), int> _decisionsBefore = [];
    private readonly Dictionary<(int Thread, int Line), List<int>> _begun = [];
    private readonly int _thread = code.Thread;
    private AsmCode<T> _nextCode = code;
    private int _next;
    private bool _isOver;

    /// <summary>The code that runs.</summary>
    public AsmCode<T> Code { get; private set; } = code;

    /// <summary>The line of the instruction that runs.</summary>
    public int Line { get; private set; }

    /// <summary>The line after it.</summary>
    public int Following => Line + 1;

    /// <summary>The label of the instruction that runs, or null.</summary>
    public string? Label => Code[Line].Label;

    /// <summary>Runs the code from its first instruction until it ends or <see cref="Stop"/> is called.</summary>
    public void Run(Action<T> execute)
    {
        while (!_isOver && _nextCode[_next].Instruction is { } instruction)
        {
            if (builder.InstructionCount >= MaxInstructions)
            {
                builder.Cut(FormattableString.Invariant($"thread {_thread} runs more than {MaxInstructions} instructions"));
                return;
            }

            Code = _nextCode;
            Line = _next;
            _next = Following;
            _decisionsBefore[(Code.Thread, Line)] = builder.DecisionCount;
            builder.BeginInstruction(Code[Line].Offset);
            if (!_begun.TryGetValue((Code.Thread, Line), out List<int>? begun))
            {
                _begun.Add((Code.Thread, Line), begun = []);
            }

            begun.Add(builder.InstructionCount - 1);
            execute(instruction);
        }
    }

    /// <summary>Goes on elsewhere.</summary>
    public void Jump(CodeTarget target) => JumpToLine(Code, Code.LineOf(target, Line), target.ToString());

    /// <summary>Goes on at a line.</summary>
    /// <param name="into">The code, of this thread or another.</param>
    /// <param name="line">The line.</param>
    /// <param name="name">What diagnostics call it; by default its label.</param>
    public void JumpToLine(AsmCode<T> into, int line, string? name = null)
    {
        (int Thread, int Line) place = (into.Thread, line);
        bool isBack = into == Code ? line <= Line : _decisionsBefore.ContainsKey(place);
        if (isBack && builder.DecisionCount > _decisionsBefore.GetValueOrDefault(place))
        {
            int jumps = _jumpsBack[place] = _jumpsBack.GetValueOrDefault(place) + 1;
            if (jumps > unroll)
            {
                name ??= into[line].Label ?? "an instruction";
                if (builder.HasRoundToLeaveOut(_begun[place]))
                {
                    builder.Wait();
                }

                Cut(FormattableString.Invariant($"thread {_thread} jumps back to {name} more than {unroll} times"));
                return;
            }
        }

        _nextCode = into;
        _next = line;
    }

    /// <summary>Goes on with the instruction that runs, once more.</summary>
    public void Again() => _next = Line;

    /// <summary>Ends the path: the thread does nothing more.</summary>
    public void Stop() => _isOver = true;

    /// <summary>Ends the path at a bound.</summary>
    public void Cut(string why)
    {
        builder.Cut(why);
        Stop();
    }

    /// <summary>A conditional branch.</summary>
    /// <param name="condition">Other than 0 to jump.</param>
    /// <param name="target">Where to.</param>
    public void Branch(Flow condition, CodeTarget target)
    {
        if (builder.Branch(condition, "BCC").IsTaken)
        {
            Jump(target);
        }
    }
}
