using Racewalk.Hardware;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Teardown;
using Racewalk.Mm.Vmas;
using Racewalk.Trials.Worlds;

namespace Racewalk.Trials.Stress;

/// <summary>MADV_DONTNEED of what one PMD entry maps, with and without PT_RECLAIM.</summary>
internal sealed class DontneedActor : StressActor
{
    internal const string Kind = "dontneed";

    private readonly MadviseDontneed[] _zaps;
    private readonly MadviseDontneed[] _reclaims;

    internal DontneedActor(StressContext context)
        : base(Kind, context)
    {
        _zaps = [.. context.World.Vmas.Select(static v => Create(v.Vma, null))];
        _reclaims = [.. context.World.Vmas.Select(v => Create(v.Vma, new PtReclaim(v.Vma, pmd => VmaUnmapping.HeadOf(context.World.Mm, pmd))))];
    }

    /// <inheritdoc/>
    protected override void Act(Cpu cpu, ref SplitMix random)
    {
        int pmd = Context.LossyPmd(ref random);
        LossClock clock = Context.Data(pmd);
        bool reclaims = random.Below(2) == 0;
        long ticket = clock.Begin();
        bool isFound = (reclaims ? _reclaims : _zaps)[pmd / World.Vmas[0].Pmds].Zap(cpu, pmd);
        clock.End(ticket, isFound);
        Count(!isFound ? "found no VMA" : reclaims ? "zapped with its table" : "zapped");
    }

    private static MadviseDontneed Create(VmArea vma, PtReclaim? reclaim) => new(vma, EntryClear.Xchg, new PmdNone(vma, NonePolicy.Trust), reclaim);
}
