using Racewalk.Hardware;
using Racewalk.Mm.Vmas;
using Racewalk.Mm.Walkers;
using Racewalk.Trials.Worlds;

namespace Racewalk.Trials.Stress;

/// <summary>mincore, pagemap, smaps: walks what one PMD entry maps. What nothing takes away must be found.</summary>
internal sealed class WalkActor : StressActor
{
    internal const string Kind = "walk";

    private readonly Walk[] _vmas;
    private readonly bool[] _wasStored = new bool[MmWorld.PtrsPerTable];

    internal WalkActor(StressContext context)
        : base(Kind, context) => _vmas = [.. context.World.Vmas.Select(static v => new Walk(v.Vma))];

    /// <inheritdoc/>
    protected override void Act(Cpu cpu, ref SplitMix random)
    {
        int pmd = Context.AnyPmd(ref random);
        int first = pmd * MmWorld.PtrsPerTable;
        LossClock clock = Context.Data(pmd);
        for (int i = 0; i < _wasStored.Length; i++)
        {
            _wasStored[i] = Context.Ledgers.Exists(l => l.Last(first + i) != 0);
        }

        LossStamp before = clock.Stamp();
        Walk walk = _vmas[pmd / World.Vmas[0].Pmds];
        walk.Run(cpu, pmd);
        Count("walked");
        for (int i = 0; i < _wasStored.Length; i++)
        {
            // What was lost before the walk began and was not yet noticed is in the ledger still, but then the clock has moved at some time.
            if (_wasStored[i] && !walk.Found[i] && before.Begun == 0 && !clock.MayHaveLostSince(before))
            {
                Context.Wrong(cpu, Name, first + i, 0, "was stored to, and walk_page_range finds nothing there");
            }
        }
    }

    private sealed class Walk(VmArea vma) : PmdRangeWalk(vma, new PmdNone(vma, NonePolicy.Trust))
    {
        internal bool[] Found { get; } = new bool[MmWorld.PtrsPerTable];

        internal void Run(Cpu cpu, int pmdIndex)
        {
            Array.Clear(Found);
            Walk(cpu, pmdIndex);
        }

        /// <summary>A migration entry counts as a page, as in mincore_pte_range.</summary>
        /// <inheritdoc/>
        protected override void Report(Cpu cpu, int index, bool isPresent, ulong pfn) => Found[index] = isPresent || pfn != 0;
    }
}
