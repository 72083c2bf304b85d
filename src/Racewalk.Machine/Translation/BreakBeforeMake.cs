using Racewalk.Executions;
using Racewalk.Programs;

namespace Racewalk.Machine;

/// <summary>
/// Finds two translations of one address that can be cached at once and must not be (docs/models/translation.md, 2.7): nowhere between them does an invalidation
/// that covers the one, and is ordered behind what overwrote it, complete before the other is there. What hardware does then is CONSTRAINED UNPREDICTABLE.
/// </summary>
/// <remarks>
/// The entry that is overwritten need not have been invalid in between, as R_DDMVT has it: a value that an invalidation ended cannot be cached any more, whatever
/// took its place, and that is judged for itself. That a leaf becomes global is not judged, as the machine refuses it.
/// </remarks>
/// <param name="machine">The machine.</param>
/// <param name="initial">The initial values of memory.</param>
/// <param name="formatValue">Writes a value at an address; null for plain numbers.</param>
public sealed class BreakBeforeMake(CheckedMachine machine, IReadOnlyDictionary<ulong, ulong> initial, Func<ulong, ulong, string?>? formatValue = null)
{
    /// <summary>The first such pair of a complete execution; null if there is none.</summary>
    /// <param name="graph">The execution.</param>
    /// <param name="past">What is before each event.</param>
    public FailureNote? Find(ExecutionGraph graph, EventSet[] past)
    {
        var versions = new EntryVersions(graph, initial);
        foreach (AddressSpace space in machine.AddressSpaces)
        {
            for (int page = 0; page < space.Pages && space.Format is Arm64TableFormat; page++)
            {
                if (Find(space, (Arm64TableFormat)space.Format, page, versions, past) is { } failure)
                {
                    return failure;
                }
            }
        }

        return null;
    }

    private FailureNote? Find(AddressSpace space, Arm64TableFormat format, int page, EntryVersions versions, EventSet[] past)
    {
        var lifetimes = new TranslationLifetimes(versions, past, WalkersOf(space));
        int cpu = WeakestCpu(space);
        int level = machine.Translation.BreakBeforeMakeLevel(cpu);
        TranslationChain[] chains = [.. TranslationChain.Of(space, versions, page).Where(c => IsCached(space, c, level) && !lifetimes.AreApart(c, c))];
        var comparison = new TranslationComparison(format, machine.Translation, versions, lifetimes);
        for (int second = 1; second < chains.Length; second++)
        {
            for (int first = 0; first < second; first++)
            {
                BreakRule rule = comparison.RuleOf(chains[first], chains[second], level);
                if (rule != BreakRule.None && !lifetimes.AreApart(chains[first], chains[second]))
                {
                    return new FailureNote(ViolationKind.BreakBeforeMake, Describe(space, page, chains[first], chains[second], rule, cpu, level));
                }
            }
        }

        return null;
    }

    private static bool IsCached(AddressSpace space, TranslationChain chain, int level) =>
        chain.Leaf.Level == space.Levels - 1 || (chain.Leaf.Value & space.Format.UnusedBlock(level)) == 0;

    private string Describe(AddressSpace space, int page, TranslationChain a, TranslationChain b, BreakRule rule, int cpu, int level)
    {
        int link = 0;
        while (link < a.Links.Count - 1 && link < b.Links.Count - 1 && a.Links[link] == b.Links[link])
        {
            link++;
        }

        string first = Describe(a.Links[link]);
        string second = a.Links[link].Address == b.Links[link].Address ? Text(b.Links[link]) : Describe(b.Links[link]);
        return $"{first} and {second} can both be cached for {space.NameOf(space.AddressOf(page))} on CPU {cpu} (FEAT_BBM level {level}), "
            + $"but {rule.Text()}: break-before-make is needed (R_WHZWS)";
    }

    private string Describe(ChainLink link) => $"{machine.Name(link.Address)}={Text(link)}";

    private string Text(ChainLink link) => formatValue?.Invoke(link.Address, link.Value) ?? $"0x{link.Value:x}";

    private ulong WalkersOf(AddressSpace space) => space.CpuMask & ((1UL << machine.Cpus) - 1);

    private int WeakestCpu(AddressSpace space) => Enumerable.Range(0, machine.Cpus)
        .Where(c => (WalkersOf(space) >> c & 1) != 0)
        .OrderBy(machine.Translation.BreakBeforeMakeLevel)
        .FirstOrDefault();
}
