using Racewalk.Executions;
using Racewalk.Programs;

namespace Racewalk.Machine;

/// <content>Waits for a word, and what reports are told of them.</content>
public sealed partial class Cpu
{
    /// <summary>The head of a loop that tries again, with what it reads, until others are done.</summary>
    /// <param name="loop">The kernel's name of the loop.</param>
    /// <param name="what">What reports say that it waits for.</param>
    /// <param name="address">A word that has to change.</param>
    public void LoopHead(string loop, string what, Word address)
    {
        _context.Add(Waiting(what, address.Bits));
        _context.LoopHead(loop);
    }

    /// <summary>Whether something may come while the CPU waits, so that a wait must go round.</summary>
    private bool MayBeInterrupted() => CanPoll(out _) || (_run is not null && _run.Recall(_contexts!.MayBeInterrupted(_run)));

    /// <summary>
    /// Waits until a word compares as asked. A CPU that something may interrupt goes round, and takes it; one that nothing can does nothing until the value is there.
    /// </summary>
    /// <param name="address">Where the word is.</param>
    /// <param name="kind">How it must compare.</param>
    /// <param name="value">With what.</param>
    /// <param name="mask">Which of its bits.</param>
    /// <param name="isAcquire">Whether the last read is an acquire.</param>
    /// <param name="loop">The kernel's name of the loop.</param>
    /// <param name="what">What reports say that it waits for.</param>
    /// <param name="forCpu">The CPU that must do something; -1 for whoever writes the word.</param>
    /// <param name="canSleep">Whether others can run meanwhile.</param>
    private Word WaitFor(
        Word address, AwaitKind kind, Word value, ulong mask, bool isAcquire, string loop, string what, int forCpu = -1, bool canSleep = false)
    {
        if (!MayBeInterrupted())
        {
            SwitchPoint();
            _context.Add(Waiting(what, address.Bits, forCpu, canSleep));
            return isAcquire
                ? _lowering.AwaitAcquire(_context, address, kind, value, mask)
                : _context.Await(address, kind, value, Access.None, mask);
        }

        while (true)
        {
            // Where it is left it spins, until it is given the CPU again and gets here a second time.
            _run?.SpinsFor = new WaitCondition(address.Bits, kind, value.Bits, mask);
            _context.Add(Waiting(what, address.Bits, forCpu, canSleep));
            _context.LoopHead(loop);
            SwitchPoint();
            Word seen = isAcquire ? _lowering.LoadAcquire(_context, address) : _lowering.Load(_context, address);
            if (kind == AwaitKind.Equal ? (seen & mask) == value : (seen & mask) != value)
            {
                _run?.SpinsFor = null;
                return seen;
            }
        }
    }

    private WaitNote Waiting(string what, ulong address, int forCpu = -1, bool canSleep = false) => new(what, address, canSleep)
    {
        Context = _run?.Name ?? "",
        ForCpu = forCpu,
        IsInFaultHandler = _faultDepth > 0,
        AwaitsMore = _run is not null && _contexts!.AwaitsMore(_run),
        Wakes = _run is null ? [] : _contexts!.Wakes(_run),
    };
}
