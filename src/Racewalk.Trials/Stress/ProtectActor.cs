using Racewalk.Hardware;
using Racewalk.Mm.Faults;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Vmas;
using Racewalk.Mm.Walkers;
using Racewalk.Trials.Worlds;

namespace Racewalk.Trials.Stress;

/// <summary>mprotect of a VMA to read-only and back. While it is read-only no store of user code comes to it.</summary>
internal sealed class ProtectActor : StressActor
{
    internal const string Kind = "mprotect";

    private const int Samples = 64;
    private const int Polls = 500;

    private readonly ChangeProtection[] _vmas;
    private readonly (int Page, ulong Value)[] _seen = new (int, ulong)[Samples];

    internal ProtectActor(StressContext context)
        : base(Kind, context) =>
        _vmas = [.. context.World.Vmas.Select(static v => new ChangeProtection(v.Vma, EntryClear.Xchg, new PmdNone(v.Vma, NonePolicy.Trust), ProtectionCaller.Mprotect))];

    /// <inheritdoc/>
    protected override void Act(Cpu cpu, ref SplitMix random)
    {
        int pmd = Context.AnyPmd(ref random);
        WorldVma vma = Context.VmaOf(pmd);
        ChangeProtection protection = _vmas[pmd / World.Vmas[0].Pmds];
        LossStamp area = Context.Areas(pmd).Stamp();
        long ticket = Context.Permissions(pmd).Begin();
        for (int i = 0; i < vma.Pmds; i++)
        {
            protection.Protect(cpu, vma.FirstPmd + i);
        }

        LookTwice(cpu, pmd, area, ref random);
        protection.Unprotect(cpu);
        Context.Permissions(pmd).End(ticket);
        Count("protected");
    }

    // A driver that has a page pinned may store to it: its words are not looked at. mmap makes another VMA, which can be written.
    private void LookTwice(Cpu cpu, int pmd, LossStamp area, ref SplitMix random)
    {
        Ledger ledger = Context.UserLedger(ref random);
        for (int i = 0; i < Samples; i++)
        {
            int page = (pmd * MmWorld.PtrsPerTable) + (int)random.Below((uint)MmWorld.PtrsPerTable);
            _seen[i] = (page, Load(cpu, ledger, page));
        }

        LossClock data = Context.Data(pmd);
        LossStamp before = data.Stamp();
        for (uint polls = random.Below(Polls); polls > 0; polls--)
        {
            cpu.Poll();
        }

        foreach ((int page, ulong value) in _seen)
        {
            ulong now = Load(cpu, ledger, page);
            if (now != value && !Context.Areas(pmd).MayHaveLostSince(area) && !(now == 0 && (before.Begun > 0 || data.MayHaveLostSince(before))))
            {
                Context.Wrong(cpu, Name, page, Ledger.OffsetOf(ledger.Owner, page), FormattableString.Invariant($"has changed from 0x{value:x} to 0x{now:x} while its VMA was read-only"));
            }
        }
    }

    // What cannot be read holds nothing.
    private ulong Load(Cpu cpu, Ledger ledger, int page) =>
        World.Load(cpu, World.Space.AddressOf(page, Ledger.OffsetOf(ledger.Owner, page)), out ulong value) == VmFault.None ? value : 0;
}
