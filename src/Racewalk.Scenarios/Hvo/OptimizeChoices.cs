using Racewalk.Mm.Hvo;

namespace Racewalk.Scenarios.Hvo;

/// <summary>What hvo/optimise-vs-speculative-get varies in, and what does not go together.</summary>
internal static class OptimizeChoices
{
    /// <summary>Whether the static key is on already.</summary>
    internal static Axis Key { get; } = new("key", ["on", "off"], "whether other folios are optimised already, so that hugetlb_optimize_vmemmap_key is on");

    /// <summary>How many vmemmap pages.</summary>
    internal static Axis Pages { get; } = new("vmemmap-pages", ["2", "4", "1"], "how many pages the struct pages of the folio fill; HVO has nothing to do for one");

    /// <summary>Who takes the folio.</summary>
    internal static Axis User { get; } = new("user", ["same", "other"], "who takes the folio and unfreezes its count: the CPU that optimised it, or another one that finds it in the pool");

    /// <summary>The order of steps.</summary>
    internal static Axis Order { get; } = new(
        "order",
        ["kernel", "gp-first", "free-first", "flag-late", "key-late"],
        "the kernel's order of steps, or: the grace period before the page is freed and the count frozen; the old pages freed before the flush; the flag set, or the key incremented, after the remap");

    /// <summary>Whether another CPU takes the folio from the pool.</summary>
    internal static bool IsByOther(Configuration configuration) => configuration.Values[User.Name] == "other";

    /// <summary>The steps that a configuration does not have.</summary>
    internal static HashSet<string> AbsentSteps(Configuration configuration)
    {
        HvoEra era = HvoAxes.EraOf(configuration);
        var absent = new HashSet<string>(StringComparer.Ordinal);
        if (era is HvoEra.E3 or HvoEra.E7)
        {
            absent.UnionWith([PageRefSteps.Rcu, PageRefSteps.Count, PageRefSteps.Acquire, PageRefSteps.FakeHead, HvoSteps.SynchronizeRcu]);
        }
        else if (era == HvoEra.E4)
        {
            absent.Add(PageRefSteps.Acquire);
        }

        if (configuration.Values[Key.Name] == "on" || absent.Contains(PageRefSteps.Rcu))
        {
            absent.UnionWith([PageRefSteps.Key, HvoSteps.KeyInc]);
        }

        absent.UnionWith(BlockMemmap.AbsentSteps(configuration, configuration.Values[HvoAxes.Mode.Name] == "batch"));

        // Whoever takes the folio holds hugetlb_lock; that nobody uses a freed page is what user=same is for.
        absent.UnionWith(IsByOther(configuration) ? [HvoSteps.FreePages] : [HugetlbPool.EnqueueStep, HugetlbPool.DequeueStep]);
        return absent;
    }

    /// <summary>Refuses choices that make no difference.</summary>
    /// <exception cref="ScenarioException">They do not go together.</exception>
    internal static void Check(Variant variant, HvoOptions options)
    {
        if (!options.HasRcu && options.Order is HvoOrder.SynchronizeBeforeFreeze or HvoOrder.KeyAfterRemap)
        {
            throw new ScenarioException($"order={variant[Order.Name]} needs era=E4 or era=E5: {options.Era} has neither grace period nor static key");
        }

        if (variant[Key.Name] == "off" && !options.HasRcu)
        {
            throw new ScenarioException($"key=off needs era=E4 or era=E5: in {options.Era} nobody looks at the key");
        }

        if (options.Order == HvoOrder.KeyAfterRemap && variant[Key.Name] == "on")
        {
            throw new ScenarioException("order=key-late needs key=off: otherwise the key is on anyway");
        }
    }

    /// <summary>What HVO is asked for.</summary>
    internal static HvoOptions OptionsOf(Variant variant) => new(
        HvoAxes.EraOf(variant),
        variant[HvoAxes.Mode.Name] == "batch",
        variant[Order.Name] switch
        {
            "gp-first" => HvoOrder.SynchronizeBeforeFreeze,
            "free-first" => HvoOrder.FreeBeforeFlush,
            "flag-late" => HvoOrder.FlagAfterRemap,
            "key-late" => HvoOrder.KeyAfterRemap,
            _ => HvoOrder.Kernel,
        });
}
