using Racewalk.Machine;
using Racewalk.Mm.Collapse;
using Racewalk.Mm.Gup;
using Racewalk.Mm.Memory;

namespace Racewalk.Scenarios;

/// <summary>What each architecture's kernel does, and what an axis makes of it.</summary>
internal static class KernelChoices
{
    /// <summary>pmdp_huge_get_and_clear, and on ppc64 the pmd_clear of pmdp_collapse_flush.</summary>
    internal static EntryClear PmdClear(Variant variant) => Clear(variant, IsPpc64(variant.Architecture) ? EntryClear.Plain : EntryClear.Xchg);

    /// <summary>ptep_get_and_clear.</summary>
    internal static EntryClear PteClear(Variant variant) => Clear(variant, IsPpc64(variant.Architecture) ? EntryClear.XchgRelaxed : EntryClear.Xchg);

    /// <summary>Whose pmdp_collapse_flush it is.</summary>
    internal static CollapseFlushKind CollapseFlush(Variant variant) => variant.Architecture.Flush switch
    {
        TlbFlush.BroadcastRadix => CollapseFlushKind.Ppc64Radix,
        TlbFlush.HashTable => CollapseFlushKind.Ppc64Hash,
        _ => CollapseFlushKind.Generic,
    };

    /// <summary>The order that the axis asks for.</summary>
    internal static ReferenceOrder Order(Variant variant) => variant[CommonAxes.Refcount.Name] switch
    {
        "acquire" => ReferenceOrder.Acquire,
        "relaxed" => ReferenceOrder.Relaxed,
        "relaxed-rmb" => ReferenceOrder.RelaxedThenRmb,
        _ => ReferenceOrder.Full,
    };

    /// <summary>
    /// Whether tlb_remove_table_sync_one does anything: it is empty without MMU_GATHER_RCU_TABLE_FREE, which x86 on bare metal selects only
    /// since a37259732a7d (v6.15); a guest's kernel, with PARAVIRT, always had it.
    /// </summary>
    internal static bool HasTableSync(Architecture architecture) => architecture != Architecture.X8664;

    /// <summary>Whether it is one of the two ppc64s.</summary>
    internal static bool IsPpc64(Architecture architecture) => architecture.Flush is TlbFlush.BroadcastRadix or TlbFlush.HashTable;

    private static EntryClear Clear(Variant variant, EntryClear elsewhere) =>
        (variant.Configuration.Values.TryGetValue(CommonAxes.Clear.Name, out string? clear) ? clear : "arch") switch
        {
            "xchg" => EntryClear.Xchg,
            "xchg-relaxed" => EntryClear.XchgRelaxed,
            "plain" => EntryClear.Plain,
            _ => variant.Architecture.Flush == TlbFlush.BroadcastArm64 ? EntryClear.XchgRelaxed : elsewhere,
        };
}
