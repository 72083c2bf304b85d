using Racewalk.Hardware;
using Racewalk.Mm.Vmas;
using Racewalk.Trials.Worlds;

namespace Racewalk.Trials.Stress;

/// <summary>munmap of a VMA, and mmap of another in its place.</summary>
internal sealed class MunmapActor : StressActor
{
    internal const string Kind = "munmap";

    private const int Polls = 200;

    private readonly VmaUnmapping[] _vmas;

    internal MunmapActor(StressContext context)
        : base(Kind, context) => _vmas = [.. context.World.Vmas.Select(v => new VmaUnmapping(context.World.Parent, v, downgrades: true))];

    /// <inheritdoc/>
    protected override void Act(Cpu cpu, ref SplitMix random)
    {
        int pmd = Context.LossyPmd(ref random);
        int index = pmd / World.Vmas[0].Pmds;
        WorldVma vma = World.Vmas[index];
        long area = Context.Areas(pmd).Begin();
        long[] data = new long[vma.Pmds];
        for (int i = 0; i < vma.Pmds; i++)
        {
            data[i] = Context.Data(vma.FirstPmd + i).Begin();
        }

        bool isFound = _vmas[index].Unmap(cpu);
        for (int i = 0; i < vma.Pmds; i++)
        {
            Context.Data(vma.FirstPmd + i).End(data[i], isFound);
        }

        for (uint polls = random.Below(Polls); polls > 0; polls--)
        {
            cpu.Poll();
        }

        Mmap(cpu, vma.Vma);
        Context.Areas(pmd).End(area);
    }

    private void Mmap(Cpu cpu, VmArea vma)
    {
        vma.MmapLock.WriteLock(cpu);
        bool isFree = !vma.IsFound(cpu);
        if (isFree)
        {
            vma.Link(cpu, VmArea.Write);
        }

        vma.MmapLock.WriteUnlock(cpu);
        Count(isFree ? "unmapped and mapped" : "another was faster");
    }
}
