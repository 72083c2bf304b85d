using Racewalk.Machine.Contexts;
using Racewalk.Machine.Lowering;
using Racewalk.Programs;

namespace Racewalk.Machine;

/// <summary>
/// One CPU as checked kernel code sees it: memory operations under the kernel's names, interrupts, locks. One instance serves one run of one
/// context, so what it remembers (interrupt mask, locks held) is a function of what that run did.
/// </summary>
public sealed partial class Cpu
{
    private readonly ThreadContext _context;
    private readonly CheckedMachine _machine;
    private readonly OperationLowering _lowering;
    private readonly ContextRun? _run;
    private readonly CpuContexts? _contexts;

    /// <summary>The CPU in the one context that it has.</summary>
    internal Cpu(CheckedMachine machine, ThreadContext context, ContextKind kind)
    {
        _machine = machine;
        _context = context;
        context.ChecksFreedMemory = true;
        _lowering = machine.Architecture.Lowering;
        _kind = kind;
        _irqsOff = kind >= ContextKind.Hardirq;
    }

    /// <summary>The CPU in one of its contexts.</summary>
    internal Cpu(CheckedMachine machine, ThreadContext context, ContextRun run, CpuContexts contexts)
        : this(machine, context, run.Kind)
    {
        _run = run;
        _contexts = contexts;
    }

    /// <summary>This CPU's number (smp_processor_id).</summary>
    public int Id => _context.Thread;

    /// <summary>All CPUs but this one, as a mask.</summary>
    public ulong OtherCpus => ((1UL << _machine.Cpus) - 1) & ~(1UL << Id);

    /// <summary>Whether the configuration keeps a step of the protocol.</summary>
    public bool Has(string step) => _machine.Keeps(step);

    /// <summary>Begins a step of the protocol: names it in reports. False, and nothing is named, if the configuration leaves it out.</summary>
    public bool Step(string step)
    {
        if (!_machine.Keeps(step))
        {
            return false;
        }

        _context.Add(new StepNote(step));
        return true;
    }

    /// <summary>Shows a value to properties and reports under a name; not part of the execution.</summary>
    public void Observe(string name, Word value) => _context.Add(new ObservedNote(name, value.Bits));

    /// <summary>BUG_ON: fails if the flag is set.</summary>
    public void BugOn(Flag flag, string message) => _context.Assert(!flag, message);

    /// <summary>Chooses between alternatives that something outside the model decides; all are explored.</summary>
    public int Choose(int alternatives) => _context.Choose(alternatives);

    /// <summary>As <see cref="Choose(int)"/>, and says in reports what was chosen.</summary>
    /// <param name="alternatives">One text an alternative; empty for one that goes the usual way.</param>
    public int Choose(params string[] alternatives)
    {
        _context.Add(new ChoiceNote(alternatives));
        return _context.Choose(alternatives.Length);
    }

    /// <summary>The number in a word, for what plain code decides by it, such as which lock is taken: a branch on it.</summary>
    public ulong Concretise(Word value) => _context.Concretise(value);

    /// <summary>Begins the context: a handler is a read-side section.</summary>
    internal void Begin()
    {
        if (_kind != ContextKind.Task)
        {
            BeginReadSide();
        }
    }

    /// <summary>Ends the context: nothing may be left behind.</summary>
    internal void Finish()
    {
        if (_kind != ContextKind.Task)
        {
            FinishInterrupt(_run!.Name);
            EndReadSide();
            return;
        }

        if (_held.Count == 0 && LeftMasked() is { } masked)
        {
            _context.Fail(ViolationKind.Discipline, $"CPU {Id} ends with {masked}");
        }

        if (_rcuDepth != 0)
        {
            _context.Fail(ViolationKind.Discipline, $"CPU {Id} ends in an RCU read-side section");
        }

        if (_held.Count != 0)
        {
            _context.Fail(ViolationKind.Discipline, $"CPU {Id} ends with the lock {_held[^1].ClassName} held");
        }

        if (_semaphores.Count != 0)
        {
            _context.Fail(ViolationKind.Discipline, $"CPU {Id} ends with {_semaphores[^1].Semaphore.ClassName} held");
        }
    }
}
