using Racewalk.Mm.Hvo;
using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Races;

/// <summary>
/// The memory of the hvo scenarios: the struct pages of hugetlb folios in vmemmap pages, each mapped to a frame of its own or optimised, below one PMD entry. A folio has a vmemmap
/// page for the head and one for tails, and in each the first two struct pages.
/// </summary>
public sealed class MemmapWorld
{
    /// <summary>What a page holds that nobody has filled: garbage of its last owner.</summary>
    public const ulong Garbage = 0x6a_6ba6e0;

    /// <summary>Shown as 1: the kernel takes a fault on a struct page that nothing handles.</summary>
    public const string Oops = "oops";

    private readonly Dictionary<ulong, string> _frames = [];
    private readonly HashSet<ulong> _entries = [];

    /// <summary>Lays it out.</summary>
    /// <param name="layout">What it is like.</param>
    /// <param name="memory">Where memory lies; null for the model's layout.</param>
    /// <exception cref="ArgumentException">It cannot be like that, see <see cref="MemmapLayout.Problem"/>.</exception>
    public MemmapWorld(MemmapLayout layout, MemoryLayout? memory = null)
    {
        if (layout.Problem is { } problem)
        {
            throw new ArgumentException(problem, nameof(layout));
        }

        Layout = layout;
        Memory = new PhysicalMemory(memory);
        ArchPte pte = layout.Pte;
        int pages = layout.Folios * layout.PagesPerFolio;
        ulong pmd = Frame("pmd");
        Tables = [.. Enumerable.Range(0, 1 + (layout.IsBlock ? layout.Folios : 0)).Select(i => AddTable(i, pages))];
        ulong[] frames = [.. Enumerable.Range(0, pages).Select(i => Frame($"F{i}"))];
        Folios = [.. Enumerable.Range(0, layout.Folios).Select(f => AddFolio(f, frames))];
        var space = new AddressSpace
        {
            Name = "vmemmap",
            Format = layout.Format,
            Root = PhysicalMemory.FrameAddress(pmd),
            Entries = [1, pages],
            Base = MemmapLayout.Base,
            Asid = 0,
            HasBlocks = layout.IsBlock,
        };
        Vmemmap = new Vmemmap
        {
            Space = space,
            Pmd = space.Root,
            PageTableLock = new Spinlock(Memory.AddKernelWord("init_mm.page_table_lock"), "init_mm.page_table_lock"),
            Pte = pte,
            Words = layout.Words,
            Pages = new FixedVmemmapPages(layout.Words),
            StaticKey = layout.HasStaticKey ? Memory.AddKernelWord("hugetlb_optimize_vmemmap_key", layout.IsOptimized ? 1UL : 0) : 0,
        };
        TableEntry = PageTableEntry.TableAt(Tables[0]) | pte.TableFlags;
        AddEntry(space.Root, "pmd", layout.IsBlock ? pte.Kernel(frames[0]) : TableEntry);
        Fill(frames);
    }

    /// <summary>What it is like.</summary>
    public MemmapLayout Layout { get; }

    /// <summary>What memory holds before anything runs.</summary>
    public PhysicalMemory Memory { get; }

    /// <summary>The memmap.</summary>
    public Vmemmap Vmemmap { get; }

    /// <summary>What the CPUs walk.</summary>
    public AddressSpace Space => Vmemmap.Space;

    /// <summary>The folios.</summary>
    public IReadOnlyList<HugetlbFolio> Folios { get; }

    /// <summary>The frames of tables of PTEs: the one in use if the memmap is page-mapped, then empty ones for splits.</summary>
    public IReadOnlyList<ulong> Tables { get; }

    /// <summary>What the PMD entry is while it points to the first table.</summary>
    public ulong TableEntry { get; }

    /// <summary>The first struct page of the tails of a folio: the one that can be a fake head, and that was a page of its own before.</summary>
    public ulong Tail(int folio = 0) => Vmemmap.StructPageAt(Folios[folio].FirstPage + 1, 0);

    /// <summary>The struct page of a folio's head.</summary>
    public ulong Head(int folio = 0) => Folios[folio].Head(Vmemmap);

    /// <summary>The physical address of a word of a frame.</summary>
    public static ulong WordAt(ulong pfn, int offset) => PhysicalMemory.FrameAddress(pfn) + (ulong)offset;

    /// <summary>The address of the PTE of a vmemmap page in the first table.</summary>
    public ulong PteAt(int page) => PhysicalMemory.FrameAddress(Tables[0]) + ((ulong)page * 8);

    /// <summary>E7: nobody has filled the shared page of tails yet.</summary>
    public void ForgetSharedTail()
    {
        foreach (int word in Layout.Words)
        {
            Memory.Set(WordAt(Folios[0].SharedTail, word), Garbage);
        }
    }

    /// <summary>The names of frames, by number.</summary>
    public IReadOnlyDictionary<ulong, string> FrameNames => _frames;

    /// <summary>The addresses of page-table entries.</summary>
    public IReadOnlySet<ulong> Entries => _entries;

    /// <summary>Splits the block that maps the memmap, if there is one, and flushes: in a batch behind the split.</summary>
    public void SplitBlock(Cpu cpu, HvoOptions options)
    {
        if (Layout.IsBlock)
        {
            new VmemmapSplit(Vmemmap, options).PmdEntry(cpu, Tables[0]);
            if (options.IsBatch)
            {
                cpu.FlushTlbAll();
            }
        }
    }

    private ulong Frame(string name)
    {
        ulong pfn = Memory.AddFrame(name, 0);
        _frames[pfn] = name;
        return pfn;
    }

    private ulong AddTable(int index, int pages)
    {
        string name = index == 0 ? "pte" : FormattableString.Invariant($"pte{index}");
        ulong table = Frame(name);
        for (int i = 0; i < pages; i++)
        {
            AddEntry(WordAt(table, i * 8), FormattableString.Invariant($"{name}[{i}]"), 0);
        }

        return table;
    }

    private void AddEntry(ulong address, string name, ulong value)
    {
        _entries.Add(address);
        Memory.AddWord(address, name, value);
    }

    private HugetlbFolio AddFolio(int index, ulong[] frames)
    {
        string suffix = Layout.Folios == 1 ? "" : FormattableString.Invariant($"{(char)('A' + index)}");
        int first = index * Layout.PagesPerFolio;
        return new HugetlbFolio(first, Layout.PagesPerFolio)
        {
            Frames = frames[first..(first + Layout.PagesPerFolio)],
            NewHead = Frame($"H{suffix}"),
            SharedTail = Frame($"T{suffix}"),
            NewTails = [.. Enumerable.Range(1, Layout.PagesPerFolio - 1).Select(i => Frame(Layout.PagesPerFolio == 2 ? $"N{suffix}" : FormattableString.Invariant($"N{suffix}{i}")))],
        };
    }

    private void Fill(ulong[] frames)
    {
        ArchPte pte = Vmemmap.Pte;
        var contents = new MemmapContents(Vmemmap, Layout);
        foreach (HugetlbFolio folio in Folios)
        {
            bool isOptimized = Layout.IsOptimized;
            ulong head = isOptimized ? folio.NewHead : folio.Frames[0];
            FillFrame(folio, folio.Frames[0], isOptimized ? null : (int slot, int field) => contents.HeadPage(folio, slot, field));
            FillFrame(folio, folio.NewHead, isOptimized ? (int slot, int field) => contents.HeadPage(folio, slot, field) : null);
            FillFrame(folio, folio.SharedTail, (int _, int field) => field == 24 ? folio.CompoundInfo(Vmemmap, Layout.Era) : 0);
            Map(folio.FirstPage, pte.Kernel(head));
            for (int i = 1; i < folio.Pages; i++)
            {
                bool isOwn = i == 1 && Layout.StartsAsPage;
                FillFrame(folio, folio.Frames[i], isOptimized ? null : (int slot, int field) => contents.TailPage(folio, isOwn, slot, field));
                FillFrame(folio, folio.NewTails[i - 1], null);
                Map(folio.FirstPage + i, isOptimized ? pte.KernelReadOnly(folio.TailFrame(new HvoOptions(Layout.Era))) : pte.Kernel(folio.Frames[i]));
            }
        }
    }

    // Of a block the table is filled when it is split.
    private void Map(int page, ulong entry)
    {
        if (!Layout.IsBlock)
        {
            Memory.Set(PteAt(page), entry);
        }
    }

    private void FillFrame(HugetlbFolio folio, ulong pfn, Func<int, int, ulong>? contents)
    {
        foreach (int word in Layout.Words)
        {
            int slot = word / (int)StructPage.Size;
            int field = word % (int)StructPage.Size;
            string name = field switch { 0 => "flags", 8 => "_refcount", 24 => "compound_head", _ => "private" };
            Memory.AddWord(WordAt(pfn, word), FormattableString.Invariant($"{_frames[pfn]}[{slot}].{name}"), contents?.Invoke(slot, field) ?? Garbage);
        }
    }
}
