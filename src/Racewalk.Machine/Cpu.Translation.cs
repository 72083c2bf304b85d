using Racewalk.Executions;
using Racewalk.Programs;

namespace Racewalk.Machine;

/// <content>
/// Accesses through virtual addresses: a walk, then the access, or a fault that the kernel's handler is told of. A handler runs on the CPU that faulted; exception
/// entry and return synchronise context (Arm ARM, exception entry and ERET, FEAT_ExS apart; Power's interrupts and rfid; x86's faults serialise, the model has that).
/// </content>
public sealed partial class Cpu
{
    // Tells the loops of retries apart: LoopHead goes by name.
    private int _translated;
    private int _faultDepth;

    /// <summary>This CPU at EL0, with an address space.</summary>
    public TranslatedCpu InUserMode(AddressSpace space) => Translated(space, isUser: true);

    /// <summary>This CPU at EL1, through a virtual address: of the kernel, or of a user (get_user, put_user), whose AP[1] it does not mind.</summary>
    public TranslatedCpu InKernelMode(AddressSpace space) => Translated(space, isUser: false);

    internal bool TryTranslate(AddressSpace space, Word address, bool isStore, bool isUser, out Word physical) =>
        TryTranslate(space, address, isStore, isUser, out physical, out _);

    private bool TryTranslate(AddressSpace space, Word address, bool isStore, bool isUser, out Word physical, out ulong leaf)
    {
        string loop = FormattableString.Invariant($"access {++_translated} again after a fault");
        while (true)
        {
            if (_machine.PageFaultHandler is not null)
            {
                _context.LoopHead(loop);
            }

            SwitchPoint();
            _context.Add(new TranslationNote($"{(isUser ? "user" : "kernel")} {(isStore ? "store" : "load")} {space.NameOf(address.Bits)}"));
            if (PageWalk.TryTranslate(_machine, _context, space, address, isStore, isUser, out physical, out FaultClass fault, out leaf))
            {
                return true;
            }

            if (TakeFault(new PageFault(space, address.Bits, fault, isStore, isUser), physical) == FaultResolution.Signal)
            {
                return false;
            }
        }
    }

    internal Word ReadTranslated(Word physical) => _lowering.Load(_context, physical);

    internal Word ReadTranslatedAcquire(Word physical) => _lowering.LoadAcquire(_context, physical);

    internal void WriteTranslated(Word physical, Word value, bool isRelease)
    {
        if (isRelease)
        {
            _lowering.StoreRelease(_context, physical, value);
        }
        else
        {
            _lowering.Store(_context, physical, value);
        }
    }

    internal Word UpdateTranslated(RmwKind kind, Word physical, Word operand, Word comparand, MemoryOrder order) =>
        _lowering.Rmw(_context, kind, physical, operand, comparand, order);

    private TranslatedCpu Translated(AddressSpace space, bool isUser) => _machine.AddressSpaces.Contains(space)
        ? new TranslatedCpu(this, space, isUser)
        : throw new InvalidOperationException($"the machine ({_machine.Architecture.Name}) has no address space {space.Name}");

    private FaultResolution TakeFault(PageFault fault, Word physical)
    {
        _context.Fault(fault.Class, physical.Reads);
        if (fault.Space.Format is X86TableFormat)
        {
            // What is cached of the address goes, at all levels: at most one fault is spurious (Intel SDM volume 3A, 4.10.4.1).
            Invalidate(WalkTag.Pages(fault.Space, fault.Page, 1, lastLevelOnly: false), isLocal: true);
        }

        return Resolve(fault);
    }

    private FaultResolution Resolve(PageFault fault)
    {
        _faultDepth++;
        FaultResolution resolution = _machine.PageFaultHandler?.Invoke(this, fault) ?? FaultResolution.Unhandled;
        _faultDepth--;
        if (resolution == FaultResolution.Unhandled)
        {
            _context.Fail(ViolationKind.UnhandledFault, $"CPU {Id} takes a {fault}, which nothing handles");
        }

        _context.Fence(FenceKind.ContextSync);
        return resolution;
    }

    private void Invalidate(IEnumerable<InvalidationScope> scopes, bool isLocal)
    {
        foreach (InvalidationScope scope in scopes)
        {
            _context.Invalidate(scope, isLocal);
        }
    }
}
