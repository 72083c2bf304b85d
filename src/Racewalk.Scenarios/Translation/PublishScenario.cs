using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Mapping;
using Racewalk.Programs;

namespace Racewalk.Scenarios.Translation;

/// <summary>A page that is mapped where nothing was, and used: by user code on another CPU, or by the kernel on both.</summary>
internal sealed class PublishScenario : TranslationScenario
{
    private const int Mapper = 0;
    private const int Reader = 1;
    private const string Loaded = "loaded";
    private const string Retried = "retried";
    private const string Published = "publish-pointer";
    private const ulong Old = 0x5ec4e7;

    private static readonly Axis s_ets = new("ets", ["2", "0"], "the level of FEAT_ETS, enhanced translation synchronisation");

    private static readonly Axis s_mapping = new(
        "mapping",
        ["user", "kernel", "kernel-flag", "kernel-own"],
        "user: an anonymous page, the other CPU may fault; kernel: vmalloc, the other CPU gets the address; kernel-flag: the other CPU knows the address and is told "
            + "when; kernel-own: used by the CPU that maps it");

    /// <inheritdoc/>
    public override string Id => "translation/publish";

    /// <inheritdoc/>
    public override string Title => "Does whoever finds a page mapped find it as it was when it was mapped, and does the kernel find its own mappings?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [CommonAxes.Arch, CommonAxes.Atomics, s_ets, s_mapping];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        new(MapPage.Clear, "mapper", "clear_user_highpage", "v6.12", "include/linux/highmem.h", true),
        new(MapPage.UptodateWmb, "mapper", "__folio_mark_uptodate", "v6.12", "include/linux/page-flags.h", true),
        new(MapPage.SetPte, "mapper", "__set_pte", "v6.12", "arch/arm64/include/asm/pgtable.h", false),
        new(MapPage.KernelDsb, "mapper", "__set_pte", "v6.12", "arch/arm64/include/asm/pgtable.h", true),
        new(MapPage.KernelIsb, "mapper", "__set_pte", "v6.12", "arch/arm64/include/asm/pgtable.h", true),
        new(Published, "mapper", "smp_store_release", "v6.12", "include/asm-generic/barrier.h", false),
        FaultStep,
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } =
    [
        Expect.Holds("mapping=user", "the barrier of __folio_mark_uptodate, then the walk's address dependency"),
        Expect.Holds("mapping=user atomics=llsc", "the same"),
        Expect.Violated("mapping=user -map-uptodate-wmb", "mutant: the entry is seen before the page is cleared"),
        Expect.Violated("mapping=user atomics=llsc -map-uptodate-wmb", "mutant"),
        Expect.Holds("mapping=user ets=0", "a fault that comes too early is tried again"),
        Expect.Violated("mapping=user ets=0 -map-uptodate-wmb", "mutant"),
        Expect.Holds("mapping=kernel-own ets=0", "dsb ishst and isb behind the store of a kernel entry (__set_pte; d0b7a302d58a put the isb back)"),
        Expect.Violated("mapping=kernel-own ets=0 -map-dsb-ishst", "mutant: the CPU's own walk does not see its own store"),
        Expect.Violated("mapping=kernel-own ets=0 -map-isb", "mutant: the walk may be older than the dsb"),
        Expect.Holds("mapping=kernel-own -map-dsb-ishst -map-isb", "redundant with FEAT_ETS2: what faults was walked after all earlier accesses"),
        Expect.Holds("mapping=kernel ets=0", "needs no barrier but those of the pointer: the walk depends on its address"),
        Expect.Violated("mapping=kernel-flag ets=0", "the other CPU takes a spurious fault: is_spurious_el1_translation_fault (v6.12 arch/arm64/mm/fault.c) is for that"),
        Expect.Holds("mapping=kernel-flag", "needs no barrier but those of the flag: with FEAT_ETS2 no fault comes too early"),
        Expect.Holds("mapping=kernel-flag -map-dsb-ishst -map-isb", "redundant with FEAT_ETS2"),
        Expect.Holds("arch=x86-64 mapping=user", "stores are seen in order, and the walk comes before the access"),
        Expect.Holds("arch=x86-64 mapping=user -map-uptodate-wmb", "redundant: smp_wmb binds the compiler only"),
        Expect.Violated("arch=x86-64 mapping=user -map-clear-page", "mutant: the page is not cleared at all"),
        Expect.Holds("arch=ppc64-radix mapping=user", "the barrier of __folio_mark_uptodate, then the walk's address dependency"),
        Expect.Violated("arch=ppc64-radix mapping=user -map-uptodate-wmb", "mutant: the entry is seen before the page is cleared"),
    ];

    /// <inheritdoc/>
    protected override IReadOnlyList<Axis> ArmAxes => [s_ets, s_mapping];

    /// <inheritdoc/>
    protected override IReadOnlySet<string> AbsentSteps(Configuration configuration) => configuration.Values[s_mapping.Name] switch
    {
        "kernel" or "kernel-flag" => new HashSet<string> { FaultStep.Name },
        "kernel-own" => new HashSet<string> { FaultStep.Name, Published },
        _ => new HashSet<string> { MapPage.KernelDsb, MapPage.KernelIsb, Published },
    };

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        string mapping = variant[s_mapping.Name];
        bool isKernel = mapping != "user";
        var world = new TranslationWorld(variant.Architecture, isKernel: isKernel);
        world.Memory.Set(world.Data(), Old);
        ulong pointer = world.Memory.AddKernelWord("pointer");
        var features = new TranslationFeatures { Synchronization = variant[s_ets.Name] == "0" ? 0 : 2 };
        CheckedMachine machine = MachineOf(variant, world, features, isKernel ? null : Handler(world));
        return new ScenarioInstance
        {
            Program = ProgramOf(variant, machine, world.Memory.Initial, Tasks(mapping, world, pointer)),
            Model = ModelOf(variant),
            Machine = machine,
            Property = Judge,
            FormatValue = world.FormatValue,
            Witnesses = [.. Witnesses(mapping)],
        };
    }

    private static (string Name, Action<Cpu> Body)[] Tasks(string mapping, TranslationWorld world, ulong pointer)
    {
        var map = new MapPage(world.Mm);
        return mapping switch
        {
            "kernel" => [("mapper", cpu => MapAndPublish(cpu, world, map, pointer)), ("reader", cpu => Follow(cpu, world, pointer, isFlag: false))],
            "kernel-flag" => [("mapper", cpu => MapAndPublish(cpu, world, map, pointer)), ("reader", cpu => Follow(cpu, world, pointer, isFlag: true))],
            "kernel-own" => [("mapper", cpu => MapAndUse(cpu, world, map))],
            _ =>
            [
                ("mapper", cpu => map.MapUser(cpu, 0, 0, world.Pages[0])),
                ("user", cpu => cpu.Observe(Loaded, cpu.InUserMode(world.Space).Load(world.Address()))),
            ],
        };
    }

    private static IEnumerable<Witness> Witnesses(string mapping)
    {
        switch (mapping)
        {
            case "kernel" or "kernel-flag":
                yield return new("the reader follows the pointer", static e => Saw(e, Reader, Published));
                break;
            case "kernel-own":
                yield return new("the mapper uses its mapping", static e => e.TryGetObserved(Mapper, Loaded, out _));
                break;
            default:
                yield return new("the load faults, the handler finds the page mapped", static e => Saw(e, Reader, Retried));
                yield return new("the load needs no fault, or the page is not mapped yet", static e => !Saw(e, Reader, Retried));
                break;
        }
    }

    private static Func<Cpu, PageFault, FaultResolution> Handler(TranslationWorld world)
    {
        Func<Cpu, PageFault, FaultResolution> handler = HandlerOf(world);
        return (cpu, fault) =>
        {
            FaultResolution resolution = handler(cpu, fault);
            cpu.Observe(Retried, resolution == FaultResolution.Retry ? 1UL : 0UL);
            return resolution;
        };
    }

    private static void MapAndUse(Cpu cpu, TranslationWorld world, MapPage map)
    {
        map.MapKernel(cpu, 0, 0, world.Pages[0]);
        cpu.Observe(Loaded, cpu.InKernelMode(world.Space).Load(world.Address()));
    }

    private static void MapAndPublish(Cpu cpu, TranslationWorld world, MapPage map, ulong pointer)
    {
        map.MapKernel(cpu, 0, 0, world.Pages[0]);
        cpu.Step(Published);
        cpu.SmpStoreRelease(pointer, world.Address());
    }

    private static void Follow(Cpu cpu, TranslationWorld world, ulong pointer, bool isFlag)
    {
        Word address = cpu.SmpLoadAcquire(pointer);
        if (address != 0)
        {
            cpu.Observe(Published, 1);
            cpu.Observe(Loaded, cpu.InKernelMode(world.Space).Load(isFlag ? world.Address() : address));
        }
    }

    private static FailureNote? Judge(IExecution execution)
    {
        for (int cpu = Mapper; cpu < execution.ThreadCount; cpu++)
        {
            if (execution.TryGetObserved(cpu, Loaded, out ulong value) && value == Old)
            {
                return new FailureNote(ViolationKind.Assertion, $"CPU {cpu} reads through the new mapping what was in the page before it was cleared");
            }
        }

        return null;
    }
}
