namespace Racewalk.Litmus.Tests.Translation;

/// <summary>What an instruction of a random x86 test does.</summary>
internal enum TlbOperationKind
{
    Load,
    Store,
    Increment,
    ReadEntry,
    WriteEntry,
    ClearBits,
    SetBits,
    Fence,
    InvalidatePage,
    InvalidateAll,
}

/// <summary>An instruction of a random x86 test.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Page">To which page, or to the descriptor of which.</param>
/// <param name="Value">What it writes, or which bits it changes.</param>
internal readonly record struct TlbOperation(TlbOperationKind Kind, int Page, ulong Value)
{
    /// <summary>Names of the locations that are pages; the first two are frames that others may be mapped to, the last is never remapped.</summary>
    public const string Names = "abxyz";

    /// <summary>The pages whose descriptors change.</summary>
    public static IReadOnlyList<int> Mapped { get; } = [2, 3];

    /// <summary>Whether it leaves a value in its register.</summary>
    public bool HasResult => Kind is TlbOperationKind.Load or TlbOperationKind.ReadEntry;

    /// <summary>Whether it may fault.</summary>
    public bool MayFault => Kind is TlbOperationKind.Load or TlbOperationKind.Store or TlbOperationKind.Increment && Mapped.Contains(Page);

    /// <summary>Its text, labelled by its place, and its register numbered by it.</summary>
    public string Text(int place)
    {
        char page = Names[Page];
        (string low, string full) = place switch { 0 => ("%eax", "%rax"), 1 => ("%ecx", "%rcx"), _ => ("%edx", "%rdx") };
        return Kind switch
        {
            TlbOperationKind.Load => $"L{place}: movl ({page}),{low}",
            TlbOperationKind.Store => $"L{place}: movl ${Value},({page})",
            TlbOperationKind.Increment => $"L{place}: lock incl ({page})",
            TlbOperationKind.ReadEntry => $"movq (PTE({page})),{full}",
            TlbOperationKind.WriteEntry => $"movq %r{place + 8},(PTE({page}))",
            TlbOperationKind.ClearBits => $"lock andq ${~(long)Value},(PTE({page}))",
            TlbOperationKind.SetBits => $"lock orq ${Value},(PTE({page}))",
            TlbOperationKind.Fence => "mfence",
            TlbOperationKind.InvalidatePage => $"invlpg ({page})",
            _ => "movq %rdi,%cr3",
        };
    }

    /// <summary>The register of its result, as states show it.</summary>
    public static string Register(int place) => place switch { 0 => "RAX", 1 => "RCX", _ => "RDX" };
}
