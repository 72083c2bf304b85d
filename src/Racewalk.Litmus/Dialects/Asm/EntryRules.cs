using Racewalk.Executions;
using Racewalk.Litmus.Semantics;
using Racewalk.Programs;

namespace Racewalk.Litmus.Dialects.Asm;

/// <summary>What walks of x86 and Power make of a page's descriptor: the same but for the bits.</summary>
internal static class EntryRules
{
    /// <summary>What a walk makes of a descriptor.</summary>
    /// <param name="format">The descriptor's layout.</param>
    /// <param name="management">What the hardware updates: both flags, or none, and then an access that needs one faults.</param>
    /// <param name="isWrite">Whether the access is a store.</param>
    public static WalkRule Of(DescriptorFormat format, HardwareManagement management, bool isWrite)
    {
        ulong flags = isWrite ? format.AccessFlag | format.Dirty : format.AccessFlag;
        bool isByHardware = management != HardwareManagement.None;
        return new WalkRule
        {
            Present = format.Valid,
            Permit = Permission(format, isWrite) | (isByHardware ? 0 : flags),
            Set = isByHardware ? flags : 0,
        };
    }

    /// <summary>The class of the fault that a walk leads to, as conditions name it; null if it translates.</summary>
    public static string? FaultOf(DescriptorFormat format, WalkRule rule, bool isWrite, ulong descriptor) => rule.OutcomeOf(descriptor) switch
    {
        WalkOutcome.Translates => null,
        WalkOutcome.Uncacheable => "Translation",
        _ => Descriptor.Has(descriptor, Permission(format, isWrite)) ? "AccessFlag" : "Permission",
    };

    private static ulong Permission(DescriptorFormat format, bool isWrite) => isWrite ? format.Store : format.Load;
}
