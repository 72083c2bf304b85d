using Racewalk.Machine;
using Racewalk.Mm.Collapse;
using Racewalk.Mm.Gup;

namespace Racewalk.Scenarios.GupFast;

/// <summary>Which steps the collapse and GUP-fast have in which era and on which architecture.</summary>
internal static class CollapseVariants
{
    /// <summary>What is put into an era's kernel.</summary>
    internal static Axis Fix { get; } = new(
        "fix",
        ["none", "recheck", "ipi"],
        "put into the era's kernel: the recheck of the PMD alone, or an interrupt in every pmdp_collapse_flush that has none");

    /// <summary>Names of the steps present.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="architecture">Its architecture.</param>
    /// <param name="all">All steps of the scenario.</param>
    /// <exception cref="ScenarioException">The fix makes no difference.</exception>
    internal static IEnumerable<string> PresentSteps(Configuration configuration, Architecture architecture, IEnumerable<Step> all)
    {
        string era = configuration.Values[CommonAxes.Era.Name];
        string fix = configuration.Values[Fix.Name];
        if (fix == "recheck" && era != "E0")
        {
            throw new ScenarioException($"fix=recheck is in era {era} already");
        }

        bool serialises = Serialises(era, architecture);
        if (fix == "ipi" && (serialises || architecture == Architecture.X8664))
        {
            throw new ScenarioException($"fix=ipi: pmdp_collapse_flush of {architecture.Name} interrupts in era {era} already");
        }

        HashSet<string> absent = CommonSteps.AbsentFlushSteps(architecture);
        AddIf(era == "E0" && fix != "recheck", GupSteps.RecheckPmd);
        AddIf(!serialises, CollapseSteps.SerializeMb, CollapseSteps.SerializeIpi);
        AddIf(fix != "ipi", CollapseSteps.CollapseIpi);
        AddIf(era != "E2" || !KernelChoices.HasTableSync(architecture), CollapseSteps.TableSyncIpi);
        return all.Select(s => s.Name).Where(s => !absent.Contains(s));

        void AddIf(bool condition, params string[] names) => absent.UnionWith(condition ? names : []);
    }

    /// <summary>Whether pmdp_collapse_flush has serialize_against_pte_lookup: ppc64, with radix until bedf03416913.</summary>
    private static bool Serialises(string era, Architecture architecture) =>
        architecture.Flush == TlbFlush.HashTable || (architecture.Flush == TlbFlush.BroadcastRadix && era == "E0");
}
