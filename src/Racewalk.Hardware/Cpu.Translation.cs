namespace Racewalk.Hardware;

/// <content>Accesses through virtual addresses.</content>
public sealed partial class Cpu
{
    private const int FaultsPerLook = 4096;

    /// <summary>This CPU in user mode, with an address space.</summary>
    public TranslatedCpu InUserMode(AddressSpace space) => new(this, space, isUser: true);

    /// <summary>This CPU in the kernel, through a virtual address.</summary>
    public TranslatedCpu InKernelMode(AddressSpace space) => new(this, space, isUser: false);

    /// <summary>Begins an access, which is an interrupt point: <see cref="End"/> must follow.</summary>
    /// <returns>Whether it can be made; otherwise a signal came instead.</returns>
    /// <exception cref="BrokenRuleException">It faults, and nothing handles that.</exception>
    internal bool TryBegin(AddressSpace space, ulong address, bool isStore, bool isUser, out ulong physical)
    {
        int page = space.PageOf(address);
        ulong offset = address & ((1UL << space.Format.FrameShift) - 1);
        int faults = 0;
        long since = 0;
        while (true)
        {
            Poll();
            _tlb.Enter();
            if (_tlb.TryFind(space, page, out ulong leaf) && IsEnough(space.Format, leaf, isStore, isUser))
            {
                physical = space.Format.OutputOf(leaf) + offset;
                return true;
            }

            FaultClass? fault = PageWalk.Walk(space, page, isStore, isUser, out leaf);
            if (fault is null)
            {
                _tlb.Keep(space, page, leaf);
                physical = space.Format.OutputOf(leaf) + offset;
                return true;
            }

            // The handler may wait for somebody who waits for this access.
            _tlb.Leave();
            physical = 0;
            if (Resolve(new PageFault(space, address, fault.Value, isStore, isUser)) == FaultResolution.Signal)
            {
                _tlb.Enter();
                return false;
            }

            // Whoever makes it fault again has gone on, or nobody ever will.
            if (++faults % FaultsPerLook == 0)
            {
                LookWhetherStuck(ref since, $"an access to {space.Name}+0x{address - space.Base:x} that faults again and again ({fault.Value}, {(isStore ? "store" : "load")})");
            }
        }
    }

    /// <summary>Ends the access.</summary>
    internal void End() => _tlb.Leave();

    // An entry that the hardware would have to change for this access does not do: the walk changes it.
    private static bool IsEnough(PageTableFormat format, ulong leaf, bool isStore, bool isUser) =>
        format.FaultOf(leaf, isStore, isUser) is null && (!isStore || format.Used(leaf, isStore: true) == leaf);

    private FaultResolution Resolve(PageFault fault)
    {
        // x86 and arm64 drop what is cached of an address that faults.
        _tlb.Drop(fault.Space, fault.Page, 1);
        FaultResolution resolution = fault.Space.FaultHandler?.Invoke(this, fault) ?? FaultResolution.Unhandled;
        if (resolution == FaultResolution.Unhandled)
        {
            Fail($"takes a {fault}, which nothing handles");
        }

        return resolution;
    }
}
