using System.Collections.Immutable;
using System.Globalization;
using Racewalk.Executions;

namespace Racewalk.Oracle.Tests;

// A context that a CPU runs: which body, and the results of its operations so far. Handler -1 is the task.
internal sealed record MachineContext(int Handler, ImmutableList<ulong> Results);

// One CPU: the contexts with the running one on top, what it executed, its buffered stores by their place in its program order, and in a grace
// period the read-side sections that it waits for.
internal sealed record MachineCpu(
    ImmutableStack<MachineContext> Contexts,
    ImmutableList<MachineEvent> Events,
    ImmutableQueue<int> Buffer,
    ImmutableList<(int Thread, int Section)>? Awaited = null)
{
    // Where each outermost read-side section begins and ends; one that has not ended ends at -1.
    public List<(int Start, int End)> Sections()
    {
        var sections = new List<(int, int)>();
        int depth = 0;
        for (int i = 0; i < Events.Count; i++)
        {
            if (Events[i] is { Kind: EventKind.Fence, Fence: FenceKind.RcuLock } && depth++ == 0)
            {
                sections.Add((i, -1));
            }
            else if (Events[i] is { Kind: EventKind.Fence, Fence: FenceKind.RcuUnlock } && --depth == 0)
            {
                sections[^1] = (sections[^1].Item1, i);
            }
        }

        return sections;
    }

    // Whether a section has ended, and its stores have reached memory.
    public bool HasEnded(int section)
    {
        int end = Sections()[section].End;
        return end >= 0 && Buffer.All(store => store > end);
    }
}

// The whole machine: CPUs, the writes of each location in the order in which they reached memory, and interrupts on their way.
internal sealed record MachineState(
    ImmutableArray<MachineCpu> Cpus,
    ImmutableSortedDictionary<ulong, ImmutableList<(int Thread, int Index)>> Memory,
    ImmutableList<(int Thread, int Index)> Pending)
{
    public MachineEvent this[(int Thread, int Index) place] => Cpus[place.Thread].Events[place.Index];

    public MachineState With(int thread, MachineCpu cpu) => this with { Cpus = Cpus.SetItem(thread, cpu) };

    // The write reaches memory.
    public MachineState Commit(int thread, int index)
    {
        ulong address = Cpus[thread].Events[index].Address;
        ImmutableList<(int, int)> writes = Memory.GetValueOrDefault(address, []);
        return this with { Memory = Memory.SetItem(address, writes.Add((thread, index))) };
    }

    // Equal for equal states: the canonical string, and what that does not show.
    public string Key()
    {
        IEnumerable<string> cpus = Cpus.Select(cpu => string.Create(
            CultureInfo.InvariantCulture, $"{cpu.Events.Count} {cpu.Contexts.Count()} {(cpu.Awaited is null ? "-" : string.Join(',', cpu.Awaited))}"));
        return Canonical() + string.Join(';', cpus);
    }

    public string Canonical()
    {
        var writer = new CanonicalWriter();
        foreach (MachineCpu cpu in Cpus)
        {
            writer.StartThread();
            foreach (MachineEvent e in cpu.Events)
            {
                Write(writer, e);
            }

            writer.EndThread(false);
        }

        foreach ((ulong address, ImmutableList<(int, int)> writes) in Memory)
        {
            writer.StartCoherence(address);
            foreach ((int thread, int index) in writes)
            {
                writer.NextWrite(thread, index);
            }

            writer.EndCoherence();
        }

        return writer.ToString();
    }

    private static void Write(CanonicalWriter writer, MachineEvent e)
    {
        switch (e.Kind)
        {
            case EventKind.Read:
                writer.Read(e.Address, e.Value, e.Rmw, e.Source);
                break;
            case EventKind.Write:
                writer.Write(e.Address, e.Value, e.Rmw);
                break;
            case EventKind.Fence:
                writer.Fence(e.Fence);
                break;
            case EventKind.Choice:
                writer.Choice(e.Value);
                break;
            case EventKind.Send:
                writer.Send(e.Target, e.Handler);
                break;
            case EventKind.Poll:
                writer.Poll(e.Source);
                break;
        }
    }
}
