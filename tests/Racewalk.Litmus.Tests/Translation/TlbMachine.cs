namespace Racewalk.Litmus.Tests.Translation;

/// <summary>
/// x86 processors with a store buffer and a TLB each, which do one step at a time: what the axioms of docs/models/translation.md, section 3, say of executions, said
/// of steps. A TLB may fill at any time, from memory; an instruction uses any entry that has not been invalidated; what is not present or not clean enough is walked
/// when the instruction executes.
/// </summary>
internal sealed class TlbMachine(IReadOnlyList<IReadOnlyList<TlbOperation>> code)
{
    private const ulong Present = 1;
    private const ulong Writable = 1 << 1;
    private const ulong Accessed = 1 << 5;
    private const ulong Dirty = 1 << 6;
    private readonly Dictionary<string, TlbState> _seen = [];
    private readonly Stack<TlbState> _pending = new();

    /// <summary>An entry that maps a page to a frame.</summary>
    public static ulong Entry(int frame) => ((ulong)(frame + 1) << 12) | Present | Writable | Accessed | Dirty;

    /// <summary>The location of a page's descriptor.</summary>
    public static int EntryOf(int page) => TlbOperation.Names.Length + page - TlbOperation.Mapped[0];

    /// <summary>All states in which nothing is left to do.</summary>
    public IEnumerable<TlbState> Run(ulong[] memory)
    {
        Add(new TlbState { Memory = memory, Threads = [.. code.Select(static c => new TlbThread { Results = new ulong[c.Count], Buffer = [], Cached = [] })] });
        while (_pending.TryPop(out TlbState? state))
        {
            bool isOver = true;
            for (int t = 0; t < code.Count; t++)
            {
                TlbThread thread = state.Threads[t];
                isOver &= thread.Next == code[t].Count && thread.Buffer.Count == 0;
                StepAside(state, t);
                if (thread.Next < code[t].Count && !(thread.MustDrain && thread.Buffer.Count > 0))
                {
                    Execute(state, t, code[t][thread.Next]);
                }
            }

            if (isOver)
            {
                yield return state;
            }
        }
    }

    private void Add(TlbState state)
    {
        if (_seen.TryAdd(state.Key(), state))
        {
            _pending.Push(state);
        }
    }

    private void Step(TlbState state, int thread, Action<TlbState, TlbThread> change)
    {
        TlbState next = state.Copy();
        change(next, next.Threads[thread]);
        Add(next);
    }

    // The oldest store reaches memory; the TLB reads an entry, which sets A.
    private void StepAside(TlbState state, int thread)
    {
        if (state.Threads[thread].Buffer.Count > 0)
        {
            Step(state, thread, static (s, t) =>
            {
                s.Memory[t.Buffer[0].Location] = t.Buffer[0].Value;
                t.Buffer.RemoveAt(0);
            });
        }

        foreach (int page in TlbOperation.Mapped.Where(p => (state.Memory[EntryOf(p)] & Present) != 0))
        {
            Step(state, thread, (s, t) => t.Cached.Add((page, s.Memory[EntryOf(page)] |= Accessed)));
        }
    }

    private void Execute(TlbState state, int thread, TlbOperation operation)
    {
        TlbThread now = state.Threads[thread];
        bool isDrained = now.Buffer.Count == 0;
        int entry = EntryOf(operation.Page);
        switch (operation.Kind)
        {
            case TlbOperationKind.ReadEntry:
                Finish(state, thread, (s, t) => t.Results[t.Next] = Read(s, t, entry));
                break;
            case TlbOperationKind.WriteEntry:
                Finish(state, thread, (_, t) => t.Buffer.Add((entry, operation.Value)));
                break;
            case TlbOperationKind.ClearBits when isDrained:
                Finish(state, thread, (s, _) => s.Memory[entry] &= ~operation.Value);
                break;
            case TlbOperationKind.SetBits when isDrained:
                Finish(state, thread, (s, _) => s.Memory[entry] |= operation.Value);
                break;
            case TlbOperationKind.Fence when isDrained:
                Finish(state, thread, static (_, _) => { });
                break;
            case TlbOperationKind.InvalidatePage when isDrained:
                Finish(state, thread, (_, t) => t.Cached.RemoveWhere(c => c.Page == operation.Page));
                break;
            case TlbOperationKind.InvalidateAll when isDrained:
                Finish(state, thread, static (_, t) => t.Cached.Clear());
                break;
            case TlbOperationKind.Load or TlbOperationKind.Store or TlbOperationKind.Increment when !operation.MayFault || now.Held >= 0:
                Access(state, thread, operation, operation.MayFault ? now.Held : operation.Page);
                break;
            case TlbOperationKind.Load or TlbOperationKind.Store or TlbOperationKind.Increment:
                Translate(state, thread, operation, state.Memory[entry]);
                break;
        }
    }

    private void Translate(TlbState state, int thread, TlbOperation operation, ulong present)
    {
        TlbThread now = state.Threads[thread];
        bool isStore = operation.Kind != TlbOperationKind.Load;
        int entry = EntryOf(operation.Page);
        foreach ((int _, ulong cached) in now.Cached.Where(c => c.Page == operation.Page))
        {
            if (isStore && (cached & Writable) == 0)
            {
                Fault(state, thread, operation.Page);
            }
            else if (!isStore || (cached & Dirty) != 0)
            {
                Access(state, thread, operation, FrameOf(cached));
            }
        }

        if ((present & Present) == 0)
        {
            // Nothing to be found: but the own store of the entry would be waited for.
            if (now.Buffer.All(b => b.Location != entry))
            {
                Fault(state, thread, operation.Page);
            }
        }
        else if (isStore && (present & Writable) == 0)
        {
            Fault(state, thread, operation.Page);
        }
        else if (isStore && (present & Dirty) == 0 && now.Buffer.Count == 0)
        {
            Step(state, thread, (s, t) =>
            {
                t.Cached.Add((operation.Page, s.Memory[entry] |= Accessed | Dirty));
                t.Held = FrameOf(present);
            });
        }
    }

    private void Access(TlbState state, int thread, TlbOperation operation, int frame)
    {
        switch (operation.Kind)
        {
            case TlbOperationKind.Load:
                Finish(state, thread, (s, t) => t.Results[t.Next] = Read(s, t, frame));
                break;
            case TlbOperationKind.Store:
                Finish(state, thread, (_, t) => t.Buffer.Add((frame, operation.Value)));
                break;
            case TlbOperationKind.Increment when state.Threads[thread].Buffer.Count == 0:
                Finish(state, thread, (s, _) => s.Memory[frame]++);
                break;
        }
    }

    private void Finish(TlbState state, int thread, Action<TlbState, TlbThread> change) => Step(state, thread, (s, t) =>
    {
        change(s, t);
        t.MustDrain = false;
        t.Held = -1;
        t.Next++;
    });

    // A page fault ends what is cached of the page, and serialises.
    private void Fault(TlbState state, int thread, int page) => Step(state, thread, (_, t) =>
    {
        t.Faults |= 1 << t.Next;
        t.Next++;
        t.MustDrain = true;
        t.Cached.RemoveWhere(c => c.Page == page);
    });

    private static ulong Read(TlbState state, TlbThread thread, int location)
    {
        int last = thread.Buffer.FindLastIndex(b => b.Location == location);
        return last < 0 ? state.Memory[location] : thread.Buffer[last].Value;
    }

    private static int FrameOf(ulong entry) => (int)(entry >> 12) - 1;
}
