using Racewalk.Hardware;
using Racewalk.Mm.Faults;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Sharing;
using Racewalk.Mm.Vmas;
using Racewalk.Trials.Worlds;

namespace Racewalk.Trials.Stress;

/// <summary>
/// Forks a child with what one PMD entry maps, which finds the data of that moment: nothing that was stored before is missing, nothing that the parent stores later comes, and what the child stores
/// stays its own. Then the child exits.
/// </summary>
internal sealed class ForkActor : StressActor
{
    internal const string Kind = "fork";

    private const int Samples = 64;

    private readonly Process _child;
    private readonly (DupMmap Fork, VmaUnmapping Exit)[] _vmas;
    private readonly ulong[] _before;
    private readonly ulong[] _seen;

    internal ForkActor(StressContext context, Process child)
        : base(Kind, context)
    {
        _child = child;
        _vmas =
        [
            .. context.World.Vmas.Select((v, i) => (
                new DupMmap(v.Vma, child.Vmas[i].Vma, EntryClear.Xchg),
                new VmaUnmapping(child, child.Vmas[i], downgrades: false))),
        ];
        _before = new ulong[MmWorld.PtrsPerTable];
        _seen = new ulong[MmWorld.PtrsPerTable];
    }

    /// <inheritdoc/>
    protected override void Act(Cpu cpu, ref SplitMix random)
    {
        int pmd = Context.AnyPmd(ref random);
        int index = pmd / World.Vmas[0].Pmds;
        (DupMmap fork, VmaUnmapping exit) = _vmas[index];
        Link(cpu, _child.Vmas[index].Vma);
        Ledger ledger = Context.Ledgers[(int)random.Below((uint)Context.Ledgers.Count)];
        int first = pmd * MmWorld.PtrsPerTable;
        for (int i = 0; i < _before.Length; i++)
        {
            _before[i] = ledger.Last(first + i);
        }

        LossStamp data = Context.Data(pmd).Stamp();
        bool isForked = fork.Fork(cpu, pmd);
        Count(isForked ? "forked" : "no memory");
        if (isForked)
        {
            uint last = ledger.LastSequence;

            // What was lost before the fork and was not yet noticed is in the ledger still, but then the clock has moved at some time.
            Look(cpu, pmd, ledger, last, data.Begun > 0 || Context.Data(pmd).MayHaveLostSince(data));
            Write(cpu, pmd, ledger, ref random);
        }

        exit.Unmap(cpu);
    }

    // The child gets its VMA (dup_mmap).
    private static void Link(Cpu cpu, VmArea vma)
    {
        vma.MmapLock.WriteLock(cpu);
        vma.Link(cpu, VmArea.Write);
        vma.MmapLock.WriteUnlock(cpu);
    }

    private void Look(Cpu cpu, int pmd, Ledger ledger, uint last, bool mayBeLost)
    {
        int first = pmd * MmWorld.PtrsPerTable;
        for (int i = 0; i < _seen.Length; i++)
        {
            if (Load(cpu, ledger, first + i, out _seen[i]) != VmFault.None)
            {
                return;
            }

            string? wrong = Ledger.ReadForeign(first + i, ledger.Owner, _seen[i])
                ?? (_seen[i] == 0 && _before[i] != 0 && !mayBeLost ? "is 0 in the child, and was stored before the fork" : null)
                ?? (_seen[i] != 0 && Ledger.SequenceOf(_seen[i]) < Ledger.SequenceOf(_before[i]) && !mayBeLost ? "is older in the child than what was stored before the fork" : null)
                ?? (Ledger.SequenceOf(_seen[i]) > last ? "is in the child, and was stored after the fork" : null);
            if (wrong is not null)
            {
                Context.Wrong(cpu, Name, first + i, Ledger.OffsetOf(ledger.Owner, first + i), wrong);
            }
        }
    }

    // The child's own stores, and that nobody else's come to it.
    private void Write(Cpu cpu, int pmd, Ledger ledger, ref SplitMix random)
    {
        for (int i = 0; i < Samples; i++)
        {
            int pte = (int)random.Below((uint)_seen.Length);
            int page = (pmd * MmWorld.PtrsPerTable) + pte;
            if (Load(cpu, ledger, page, out ulong value) != VmFault.None)
            {
                return;
            }

            if (value != _seen[pte])
            {
                Context.Wrong(cpu, Name, page, Ledger.OffsetOf(ledger.Owner, page), FormattableString.Invariant($"has changed in the child from 0x{_seen[pte]:x} to 0x{value:x}"));
            }

            // Never a value that belongs there: if the parent finds it, it is a store that went astray.
            _seen[pte] = ~(ulong)page;
            if (_child.Store(cpu, _child.Space.AddressOf(page, Ledger.OffsetOf(ledger.Owner, page)), _seen[pte]) != VmFault.None)
            {
                return;
            }
        }
    }

    private VmFault Load(Cpu cpu, Ledger ledger, int page, out ulong value) =>
        _child.Load(cpu, _child.Space.AddressOf(page, Ledger.OffsetOf(ledger.Owner, page)), out value);
}
