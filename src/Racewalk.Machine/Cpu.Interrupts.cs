using Racewalk.Programs;

namespace Racewalk.Machine;

/// <content>
/// The interrupt mask, and where a CPU looks for interrupts: before each access with interrupts on and before they go off. Barriers are no
/// switch points: a handler has a full barrier of its own, so on which side of one it runs makes no difference.
/// </content>
public sealed partial class Cpu
{
    private readonly bool _canBeInterrupted;
    private int _irqDisableDepth;

    // Whether nothing has happened since the last look: another one could find nothing new.
    private bool _polled;

    /// <summary>Whether interrupts are off (irqs_disabled).</summary>
    public bool IrqsDisabled => _irqDisableDepth != 0;

    /// <summary>local_irq_save. Sections nest.</summary>
    public void LocalIrqSave()
    {
        Poll();
        _irqDisableDepth++;
        BeginReadSide();
    }

    /// <summary>local_irq_restore of the innermost section.</summary>
    public void LocalIrqRestore()
    {
        if (_irqDisableDepth == (_interrupted ? 1 : 0))
        {
            _context.Fail(ViolationKind.Discipline, $"CPU {Id} restores interrupts that it did not save");
        }

        // What came in meanwhile is taken before the next access, or when the task has ended: nothing lies between.
        _irqDisableDepth--;
        EndReadSide();
    }

    private void Poll()
    {
        if (_canBeInterrupted && _irqDisableDepth == 0 && !_polled)
        {
            // As many as are pending may come in a row.
            while (_context.Poll())
            {
            }

            _polled = true;
        }
    }

    // Called before every access.
    private void SwitchPoint()
    {
        Poll();
        _polled = false;
        BePreempted();
    }
}
