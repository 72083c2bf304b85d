namespace Racewalk.Mm.Memory;

/// <summary>What is done to the contents of a page (v6.12 include/linux/highmem.h).</summary>
internal static class PageContents
{
    /// <summary>copy_user_highpage, copy_mc_user_highpage.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="mm">The address space.</param>
    /// <param name="source">The address of the frame that is copied.</param>
    /// <param name="targetPfn">The frame that it is copied to.</param>
    internal static void Copy(Cpu cpu, MmStruct mm, Word source, ulong targetPfn) =>
        cpu.CopyPage(PhysicalMemory.FrameAddress(targetPfn), source, mm.Geometry.WordsPerPage);

    /// <summary>clear_user_highpage.</summary>
    internal static void Clear(Cpu cpu, MmStruct mm, ulong pfn) => cpu.ClearPage(PhysicalMemory.FrameAddress(pfn), mm.Geometry.WordsPerPage);
}
