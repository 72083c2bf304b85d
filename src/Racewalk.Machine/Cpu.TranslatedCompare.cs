using Racewalk.Programs;

namespace Racewalk.Machine;

/// <content>Read-modify-writes through virtual addresses that store or not depending on what they read.</content>
public sealed partial class Cpu
{
    /// <summary>A conditional read-modify-write: whether it was made, and what it read.</summary>
    internal bool TryUpdateTranslated(
        AddressSpace space, Word address, bool isUser, RmwKind kind, Word operand, Word comparand, MemoryOrder order, out Word seen)
    {
        switch (_machine.Translation.CompareExchange)
        {
            case StorePermission.IfEqual:
                return TryUpdateIfEqual(space, address, isUser, kind, operand, comparand, order, out seen);
            case StorePermission.Pair:
                if (!TryTranslate(space, address, isStore: false, isUser, out Word loaded))
                {
                    seen = 0;
                    return false;
                }

                seen = ReadTranslated(loaded);
                if (!Stores(kind, seen, comparand))
                {
                    return true;
                }

                break;
            default:
                break;
        }

        bool isMade = TryTranslate(space, address, isStore: true, isUser, out Word physical);
        seen = isMade ? UpdateTranslated(kind, physical, operand, comparand, order) : 0;
        return isMade;
    }

    private bool TryUpdateIfEqual(
        AddressSpace space, Word address, bool isUser, RmwKind kind, Word operand, Word comparand, MemoryOrder order, out Word seen)
    {
        string loop = FormattableString.Invariant($"compare-and-exchange {++_translated} again after a fault");
        while (true)
        {
            if (_machine.PageFaultHandler is not null)
            {
                _context.LoopHead(loop);
            }

            if (!TryTranslate(space, address, isStore: false, isUser, out Word physical, out ulong leaf))
            {
                seen = 0;
                return false;
            }

            seen = ReadTranslated(physical);
            if (!Stores(kind, seen, comparand))
            {
                return true;
            }

            if (space.Format.FaultOf(leaf, _machine.Translation, isStore: true, isUser) is not { } fault)
            {
                seen = UpdateTranslated(kind, physical, operand, comparand, order);
                return true;
            }

            if (TakeFault(new PageFault(space, address.Bits, fault, IsStore: true, isUser), physical) == FaultResolution.Signal)
            {
                return false;
            }
        }
    }

    private static Flag Stores(RmwKind kind, Word seen, Word comparand) => kind == RmwKind.AddUnless ? seen != comparand : seen == comparand;
}
