using Racewalk.Executions;
using Racewalk.Programs;

namespace Racewalk.Exploration.Paths;

/// <summary>
/// Looks at what threads ask for: whether some grace period may wait for a section that waits itself. Where sections never wait, they end, and so do grace
/// periods; this is known without a search.
/// </summary>
internal sealed class GracePeriodWatch
{
    private bool _hasGracePeriods;
    private bool _waitsInside;
    private bool _pollsInside;
    private bool _handlersWait;
    private bool _isHandler;

    /// <summary>Has seen nothing.</summary>
    public GracePeriodWatch()
    {
    }

    /// <summary>Has seen what another one has.</summary>
    /// <param name="bits">Its <see cref="Bits"/>.</param>
    public GracePeriodWatch(byte bits)
    {
        _hasGracePeriods = (bits & 1) != 0;
        _waitsInside = (bits & 2) != 0;
        _pollsInside = (bits & 4) != 0;
        _handlersWait = (bits & 8) != 0;
    }

    /// <summary>What was seen, to be written down.</summary>
    public byte Bits => (byte)((_hasGracePeriods ? 1 : 0) | (_waitsInside ? 2 : 0) | (_pollsInside ? 4 : 0) | (_handlersWait ? 8 : 0));

    /// <summary>Whether a grace period may never end. A handler's wait counts if handlers run inside sections, for the section that it interrupts has to wait, too.</summary>
    public bool MayNeverEnd => _hasGracePeriods && (_waitsInside || (_pollsInside && _handlersWait));

    /// <summary>How many sections the context is in.</summary>
    public int Depth { get; private set; }

    /// <summary>A context is run from its beginning.</summary>
    public void Begin(bool isHandler)
    {
        Depth = 0;
        _isHandler = isHandler;
    }

    /// <summary>The context asks for an operation.</summary>
    public void Pass(in Operation operation)
    {
        switch (operation.Kind)
        {
            case OperationKind.Fence when operation.Fence == FenceKind.RcuLock:
                Depth++;
                break;
            case OperationKind.Fence when operation.Fence == FenceKind.RcuUnlock:
                Depth--;
                break;
            case OperationKind.Fence when operation.Fence == FenceKind.SyncRcu:
                _hasGracePeriods = true;
                Wait();
                break;
            case OperationKind.Read or OperationKind.Rmw when operation.Await != AwaitKind.None:
            case OperationKind.LoopHead:
                Wait();
                break;
            case OperationKind.Poll:
                _pollsInside |= Depth > 0;
                break;
        }
    }

    /// <summary>Adds what another one has seen.</summary>
    public void Add(GracePeriodWatch other)
    {
        _hasGracePeriods |= other._hasGracePeriods;
        _waitsInside |= other._waitsInside;
        _pollsInside |= other._pollsInside;
        _handlersWait |= other._handlersWait;
    }

    private void Wait()
    {
        _waitsInside |= Depth > 0;
        _handlersWait |= _isHandler;
    }
}
