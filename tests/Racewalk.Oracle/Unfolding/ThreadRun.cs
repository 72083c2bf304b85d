using System.Collections.Immutable;
using Racewalk.Executions;
using Racewalk.Oracle.Language;
using Racewalk.Programs;

namespace Racewalk.Oracle.Unfolding;

/// <summary>How a thread's run ended.</summary>
internal enum RunEnd
{
    /// <summary>It is still running.</summary>
    None,

    /// <summary>It finished, or failed.</summary>
    Finished,

    /// <summary>It is blocked.</summary>
    Blocked,

    /// <summary>No value of the domain lets it go on, and blocked runs are not asked for.</summary>
    Dead,
}

/// <summary>One run of a thread with guessed values.</summary>
internal sealed class ThreadRun(
    TestProgram program, int thread, ValueDomain domain, SendBound sends, Guesses guesses, bool keepBlocked)
{
    /// <summary>How many events a thread may have, so that sets of them fit a word.</summary>
    public const int EventLimit = 64;

    private readonly List<ThreadEvent> _events = [];
    private readonly List<ulong> _options = [];
    private readonly int[] _taken = new int[sends.Handlers];
    private int _contexts;
    private ulong _carried;
    private RunEnd _end;

    /// <summary>The events so far.</summary>
    public List<ThreadEvent> Events => _events;

    /// <summary>Runs the thread, then its idle polls.</summary>
    public RunEnd Execute()
    {
        _events.Clear();
        Array.Clear(_taken);
        _contexts = 0;
        _end = RunEnd.None;
        _carried = 0;
        RunContext(program.Threads[thread]);
        while (_end == RunEnd.None)
        {
            int handler = GuessInterrupt();
            if (handler < 0)
            {
                // The idle poll that takes nothing is the end.
                _end = RunEnd.Finished;
            }
            else
            {
                Take(handler, 0);
            }
        }

        return _end;
    }

    private void RunContext(ImmutableArray<Instruction> body)
    {
        var context = new ContextState(_contexts++);
        Run(body, context);
        _carried |= context.Control;
    }

    private void Run(ImmutableArray<Instruction> body, ContextState context)
    {
        foreach (Instruction instruction in body)
        {
            Run(instruction, context);
            if (_end == RunEnd.None && context.HasFailed)
            {
                _end = RunEnd.Finished;
            }

            if (_end != RunEnd.None)
            {
                return;
            }
        }
    }

    private void Run(Instruction instruction, ContextState context)
    {
        switch (instruction)
        {
            case Load i:
                Read(context, i.Register, i.Location, i.Access, AwaitKind.None, 0, i.Use);
                break;
            case Await i:
                Read(context, i.Register, i.Location, i.Access, i.Condition, i.Operand, i.Use);
                break;
            case Store i:
                Traced place = context.Evaluate(i.Location);
                Traced value = context.Evaluate(i.Value);
                Write(context, place, value.Value, value.Reads, i.Access);
                break;
            case Rmw i:
                Modify(context, i, AwaitKind.None, 0);
                break;
            case AwaitRmw i:
                Modify(context, new Rmw(i.Register, i.Kind, i.Location, i.Operand, 0, i.Access), i.Condition, i.Awaited);
                break;
            case Fence i:
                Add(new ThreadEvent { Kind = EventKind.Fence, Context = context.Number, Fence = i.Kind, ControlReads = context.Control });
                break;
            case Choose i:
                int chosen = guesses.Next(i.Alternatives);
                Add(new ThreadEvent
                {
                    Kind = EventKind.Choice,
                    Context = context.Number,
                    Value = (ulong)chosen,
                    ControlReads = context.Control,
                });
                context.Set(i.Register, (ulong)chosen, 0);
                break;
            case Assume i:
                if (!context.Decide(i.Condition) && !context.HasFailed)
                {
                    _end = keepBlocked ? RunEnd.Blocked : RunEnd.Dead;
                }

                break;
            case If i:
                bool holds = context.Decide(i.Condition);
                if (!context.HasFailed)
                {
                    Run(holds ? i.Then : i.Else, context);
                }

                break;
            case Send i:
                Add(new ThreadEvent
                {
                    Kind = EventKind.Send,
                    Context = context.Number,
                    Target = i.Target,
                    Handler = i.Handler,
                    ControlReads = context.Control,
                });
                break;
            case Poll i:
                Take(GuessInterrupt(i.Handlers), context.Control, context.Number);
                break;
            default:
                throw new NotSupportedException(instruction.GetType().Name);
        }
    }

    private void Read(
        ContextState context, int register, LocationExpression location, Access access, AwaitKind condition, ulong operand, MemoryUse use)
    {
        Traced place = context.Evaluate(location);
        if (!TryGuess((int)place.Value, condition, operand, out ulong value))
        {
            return;
        }

        bool blocks = !Satisfies(value, condition, operand);
        Add(ReadOf(context, place, value, access) with { Blocks = blocks });
        Received(context, register, value, condition != AwaitKind.None, blocks, use);
    }

    private void Modify(ContextState context, Rmw i, AwaitKind condition, ulong awaited)
    {
        Traced place = context.Evaluate(i.Location);
        Traced operand = context.Evaluate(i.Operand);
        Traced comparand = context.Evaluate(i.Comparand);
        if (!TryGuess((int)place.Value, condition, awaited, out ulong value))
        {
            return;
        }

        bool blocks = !Satisfies(value, condition, awaited);
        bool writes = !blocks && i.Kind switch
        {
            RmwKind.CompareExchange => value == comparand.Value,
            RmwKind.AddUnless => value != comparand.Value,
            _ => true,
        };
        int read = _events.Count;
        Add(ReadOf(context, place, value, i.Access) with { IsRmw = true, Partner = writes ? read + 1 : -1, Blocks = blocks });
        if (writes)
        {
            ulong result = i.Kind switch
            {
                RmwKind.Add or RmwKind.AddUnless => unchecked(value + operand.Value),
                RmwKind.And => value & operand.Value,
                RmwKind.Or => value | operand.Value,
                RmwKind.Xor => value ^ operand.Value,
                _ => operand.Value,
            };
            bool follows = i.Kind != RmwKind.Exchange || condition != AwaitKind.None;
            Write(context, place, result, operand.Reads | comparand.Reads, i.Access, read, follows);
        }

        Received(context, i.Register, value, condition != AwaitKind.None, blocks, i.Use);
    }

    private static ThreadEvent ReadOf(ContextState context, Traced place, ulong value, Access access) => new()
    {
        Kind = EventKind.Read,
        Context = context.Number,
        Location = (int)place.Value,
        Value = value,
        Access = access,
        AddressReads = place.Reads,
        ControlReads = context.Control,
    };

    private void Write(
        ContextState context, Traced place, ulong value, ulong dataReads, Access access, int partner = -1, bool follows = false)
    {
        domain.Note((int)place.Value, value);
        Add(new ThreadEvent
        {
            Kind = EventKind.Write,
            Context = context.Number,
            Location = (int)place.Value,
            Value = value,
            Access = access,
            IsRmw = partner >= 0,
            Partner = partner,
            FollowsFromPartner = follows,
            AddressReads = place.Reads,
            DataReads = dataReads,
            ControlReads = context.Control,
        });
    }

    // After a read: the register depends on just that read; leaving a wait is a branch on it.
    private void Received(ContextState context, int register, ulong value, bool awaited, bool blocks, MemoryUse use)
    {
        int read = _events.Count - 1;
        if (_events[read].Kind == EventKind.Write)
        {
            read = _events[read].Partner;
        }

        context.Set(register, value, 1UL << read);
        if (!blocks && use.IsMistaken(value))
        {
            context.Mistake(1UL << read);
        }

        if (blocks)
        {
            _end = RunEnd.Blocked;
        }
        else if (awaited)
        {
            context.Branch(1UL << read);
        }
    }

    private bool TryGuess(int location, AwaitKind condition, ulong operand, out ulong value)
    {
        List<ulong> values = domain.Values(location);
        if (condition != AwaitKind.None && !keepBlocked)
        {
            // A value that does not satisfy ends in a blocked run, which is not asked for.
            _options.Clear();
            foreach (ulong candidate in values)
            {
                if (Satisfies(candidate, condition, operand))
                {
                    _options.Add(candidate);
                }
            }

            values = _options;
        }

        if (values.Count == 0)
        {
            _end = RunEnd.Dead;
            value = 0;
            return false;
        }

        value = values[guesses.Next(values.Count)];
        return true;
    }

    private static bool Satisfies(ulong value, AwaitKind condition, ulong operand) => condition switch
    {
        AwaitKind.Equal => value == operand,
        AwaitKind.NotEqual => value != operand,
        _ => true,
    };

    // The handler of the interrupt that a poll takes, or -1.
    private int GuessInterrupt(ulong handlers = 0)
    {
        int options = 1;
        for (int handler = 0; handler < _taken.Length; handler++)
        {
            options += CanTake(handler, handlers) ? 1 : 0;
        }

        int guess = options == 1 ? 0 : guesses.Next(options);
        for (int handler = 0; guess > 0; handler++)
        {
            if (CanTake(handler, handlers) && --guess == 0)
            {
                return handler;
            }
        }

        return -1;
    }

    private bool CanTake(int handler, ulong handlers) => _taken[handler] < sends.Of(thread, handler) && (handlers == 0 || (handlers >> handler & 1) != 0);

    private void Take(int handler, ulong control, int context = 0)
    {
        Add(new ThreadEvent { Kind = EventKind.Poll, Context = context, Handler = handler, ControlReads = control });
        if (handler >= 0)
        {
            _taken[handler]++;
            RunContext(program.Handlers[handler]);
        }
    }

    private void Add(ThreadEvent e)
    {
        if (_events.Count == EventLimit)
        {
            throw new TooLargeException("too many events");
        }

        // An interrupt is not taken on a path that is still speculated: what one context branched on controls what the CPU does later in any.
        ulong before = _events.Count == 0 ? 0 : _events[^1].ControlReads;
        _events.Add(e with { ControlReads = e.ControlReads | before | _carried });
    }
}
