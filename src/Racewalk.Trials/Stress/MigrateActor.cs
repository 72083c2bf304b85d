using Racewalk.Hardware;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Migration;
using Racewalk.Trials.Worlds;

namespace Racewalk.Trials.Stress;

/// <summary>Compaction: migrates pages of one PMD entry, one after the other.</summary>
internal sealed class MigrateActor : StressActor
{
    internal const string Kind = "migration";

    private const int Burst = 32;

    private readonly MigrateFolio[] _vmas;

    internal MigrateActor(StressContext context)
        : base(Kind, context) =>
        _vmas = [.. context.World.Vmas.Select((v, i) => new MigrateFolio([v.Vma, .. context.World.Children.Select(c => c.Vmas[i].Vma)], EntryClear.Xchg))];

    /// <inheritdoc/>
    protected override void Act(Cpu cpu, ref SplitMix random)
    {
        int pmd = Context.AnyPmd(ref random);
        for (int i = 0; i < Burst; i++)
        {
            int pte = (int)random.Below((uint)MmWorld.PtrsPerTable);
            Count(_vmas[pmd / World.Vmas[0].Pmds].Migrate(cpu, pmd, pte) ? "migrated" : "gave up");
        }
    }
}
