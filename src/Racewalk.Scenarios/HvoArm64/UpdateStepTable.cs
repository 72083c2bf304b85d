using Racewalk.Machine;
using Racewalk.Mm.Hvo;
using Racewalk.Mm.Hvo.Arm64;

namespace Racewalk.Scenarios.HvoArm64;

/// <summary>The steps of hvo-arm64/update. The strategies were posted, not merged: their version is the message.</summary>
internal static class UpdateStepTable
{
    internal const string Writer = "HVO";
    internal const string Other = "other";

    private const string V3 = "20240113094436.2506396 (v3)";
    private const string PauseV1 = "20241021042218.746659 (v1)";
    private const string PauseV2 = "20241107202033.2721681 (v2)";
    private const string Mmu = "arch/arm64/mm/mmu.c";
    private const string Smp = "arch/arm64/kernel/smp.c";

    internal static IReadOnlyList<Step> All { get; } =
    [
        new(UpdateSteps.Lock, Writer, "vmemmap_update_pte", V3, Mmu, false),
        new(UpdateSteps.FaultLock, Other, "vmemmap_handle_page_fault", V3, "arch/arm64/mm/fault.c", false),
        new(UpdateSteps.Healthy, Other, "vmemmap_addr_healthy", V3, "arch/arm64/mm/fault.c", false),
        new(UpdateSteps.Stop, Writer, "stop_machine", "v6.12", "kernel/stop_machine.c", false),
        new(UpdateSteps.CheckBbml2, Writer, "the check for BBML2_NOABORT on every CPU", "thread of July 2024", "arch/arm64/kernel/cpufeature.c", true),
        new(UpdateSteps.Split, Writer, "vmemmap_split_pmd", "v6.12", "mm/hugetlb_vmemmap.c", false),
        new(UpdateSteps.MakeReadOnly, Writer, "step C2", "thread of July 2024", "mm/hugetlb_vmemmap.c", false),
        new(UpdateSteps.ReadOnlyFlush, Writer, "step C2", "thread of July 2024", "mm/hugetlb_vmemmap.c", true),
        new(UpdateSteps.EqualContents, Writer, "step C3", "thread of July 2024", "mm/hugetlb_vmemmap.c", true),
        new(UpdateSteps.EqualWmb, Writer, "vmemmap_remap_pte", "v6.12", "mm/hugetlb_vmemmap.c", true),
        new(UpdateSteps.MoveReadOnly, Writer, "step C4", "thread of July 2024", "mm/hugetlb_vmemmap.c", false),
        new(UpdateSteps.MoveFlush, Writer, "step C4", "thread of July 2024", "mm/hugetlb_vmemmap.c", true),
        new(UpdateSteps.MakeWritable, Writer, "step C5", "thread of July 2024", "mm/hugetlb_vmemmap.c", false),
        new(UpdateSteps.IrqOff, Writer, "the pause of remote CPUs", PauseV2, Smp, true),
        new(UpdateSteps.PauseIpi, Writer, "the pause of remote CPUs", PauseV2, Smp, false),
        new(UpdateSteps.PauseWait, Writer, "the pause of remote CPUs", PauseV2, Smp, true),
        new(UpdateSteps.PauseRmb, Writer, "the pause of remote CPUs", PauseV1, Smp, true),
        new(UpdateSteps.PausedWmb, Other, "the handler of the pause", PauseV1, Smp, true),
        new(UpdateSteps.Paused, Other, "the handler of the pause", PauseV2, Smp, false),
        new(UpdateSteps.PausedSpin, Other, "the handler of the pause", PauseV2, Smp, false),
        new(UpdateSteps.PausedMb, Other, "the handler of the pause", PauseV1, Smp, true),
        new(UpdateSteps.Resume, Writer, "the resumption of remote CPUs", PauseV2, Smp, false),
        new(UpdateSteps.ResumeWait, Writer, "the resumption of remote CPUs", PauseV2, Smp, false),
        new(UpdateSteps.Break, Writer, "pte_clear, pmd_clear", V3, Mmu, false),
        .. CommonSteps.TranslatedFlush(Writer, Architecture.Arm64),
        new(Cpu.FlushIsb, Writer, "flush_tlb_kernel_range", "v6.12", "arch/arm64/include/asm/tlbflush.h", true),
        .. CommonSteps.TranslatedFlush(Writer, Architecture.X8664).Where(static s => s.Name == Cpu.FlushIpi),
        new(UpdateSteps.Make, Writer, "set_pte_at, pmd_populate_kernel", V3, Mmu, false),
        new(HvoSteps.SetPteDsb, Writer, "__set_pte", "v6.12", "arch/arm64/include/asm/pgtable.h", true),
        new(HvoSteps.SetPteIsb, Writer, "__set_pte", "v6.12", "arch/arm64/include/asm/pgtable.h", true),
        new(UpdateSteps.Access, Other, "any access to a struct page", "v6.12", "include/linux/mm_types.h", false),
    ];

    private static readonly string[] s_pause = [UpdateSteps.PauseIpi, UpdateSteps.PauseWait, UpdateSteps.Paused, UpdateSteps.PausedSpin, UpdateSteps.Resume, UpdateSteps.ResumeWait];

    /// <summary>The steps that a configuration has.</summary>
    internal static IEnumerable<string> Present(Configuration configuration, Architecture architecture)
    {
        string strategy = configuration.Values[UpdateAxes.Strategy.Name];
        string context = configuration.Values[UpdateAxes.Context.Name];
        bool isBlock = configuration.Values[UpdateAxes.Memmap.Name] == "block";
        bool isTail = configuration.Values[UpdateAxes.Entry.Name] == "tail";
        bool isC = strategy == "equal-contents";
        HashSet<string> present = [.. isC ? [] : (string[])[UpdateSteps.Make], .. Cpu.TranslatedFlushSteps(architecture, isKernel: true)];
        if (architecture.Flush == TlbFlush.BroadcastArm64)
        {
            present.UnionWith([HvoSteps.SetPteDsb, HvoSteps.SetPteIsb]);
        }

        if (context is not ("lock-waiter" or "writer"))
        {
            present.Add(UpdateSteps.Access);
        }

        if (!isC && strategy != "none")
        {
            present.Add(UpdateSteps.Break);
        }

        present.UnionWith(strategy switch
        {
            "none" => [],
            "stop-machine" => [UpdateSteps.Stop],
            "equal-contents" =>
            [
                UpdateSteps.MakeReadOnly, UpdateSteps.ReadOnlyFlush, UpdateSteps.EqualContents, UpdateSteps.EqualWmb, UpdateSteps.MoveReadOnly, UpdateSteps.MoveFlush,
                .. isBlock ? (string[])[UpdateSteps.CheckBbml2, UpdateSteps.Split] : [],
                .. isTail ? [] : (string[])[UpdateSteps.MakeWritable],
            ],
            "pause-counter" => [.. s_pause, UpdateSteps.IrqOff],
            "pause-masks" or "pause-masks-raw" => [.. s_pause, UpdateSteps.PauseRmb, UpdateSteps.PausedWmb, UpdateSteps.PausedMb],
            _ => (string[])[UpdateSteps.Lock, UpdateSteps.FaultLock, UpdateSteps.Healthy],
        });
        return All.Select(static s => s.Name).Where(present.Contains);
    }
}
