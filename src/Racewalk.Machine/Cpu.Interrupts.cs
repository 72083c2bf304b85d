using Racewalk.Machine.Contexts;

namespace Racewalk.Machine;

/// <content>
/// Where a CPU looks for interrupts of others: before each access with interrupts on and before they go off. Barriers are no
/// switch points: a handler has a full barrier of its own, so on which side of one it runs makes no difference. What interrupts on its own is
/// <see cref="CpuContexts"/>' part.
/// </content>
public sealed partial class Cpu
{
    // Whether nothing has happened since the last look: another one could find nothing new.
    private bool _polled;

    private bool CanBeInterrupted => _machine.IsInterruptible(Id);

    private void Poll()
    {
        if (!_polled && CanPoll(out ulong handlers))
        {
            // As many as are pending may come in a row.
            while (_context.Poll(handlers))
            {
            }

            _polled = true;
        }
    }

    // With interrupts off only what is not maskable comes.
    private bool CanPoll(out ulong handlers)
    {
        handlers = Takes(ContextKind.Hardirq) ? 0 : _machine.NmiFunctions;
        return CanBeInterrupted && (Takes(ContextKind.Hardirq) || (handlers != 0 && Takes(ContextKind.Nmi)));
    }

    // Called before every access.
    private void SwitchPoint()
    {
        Poll();
        _polled = false;
        BePreempted();
    }
}
