namespace Racewalk.Mm.Memory;

/// <summary>Where memory lies: anywhere in the model, in the arena on a real machine.</summary>
/// <param name="FirstPfn">The number of the first frame.</param>
/// <param name="Memmap">Where its struct page lies.</param>
/// <param name="KernelData">Where kernel data lie that are in no frame: counters, locks, list heads.</param>
public sealed record MemoryLayout(ulong FirstPfn, ulong Memmap, ulong KernelData)
{
    /// <summary>The model's.</summary>
    public static MemoryLayout Model { get; } = new(1, PhysicalMemory.Memmap + StructPage.Size, 0xffff_8880_0000_0000);
}

/// <summary>What memory holds before anything runs, and what its words are called.</summary>
/// <param name="layout">Where it lies; null for the model's layout.</param>
public sealed class PhysicalMemory(MemoryLayout? layout = null)
{
    /// <summary>Where struct pages begin (the memmap) in the model.</summary>
    public const ulong Memmap = 0xffff_ea00_0000_0000;

    private readonly MemoryLayout _layout = layout ?? MemoryLayout.Model;
    private readonly Dictionary<ulong, ulong> _initial = [];
    private readonly Dictionary<ulong, string> _names = [];
    private ulong _frames;
    private ulong _kernelWords;

    /// <summary>Initial values by address; memory not named here is 0.</summary>
    public IReadOnlyDictionary<ulong, ulong> Initial => _initial;

    /// <summary>The addresses of all words.</summary>
    public IEnumerable<ulong> Words => _names.Keys;

    /// <summary>The struct pages of all frames.</summary>
    public ModelArray Pages => new(PageAddress(0), StructPage.Size, _layout.FirstPfn + _frames);

    /// <summary>The address of a frame.</summary>
    public static ulong FrameAddress(ulong pfn) => pfn << PageTableEntry.PfnShift;

    /// <summary>The address of the struct page of a frame. The memmap would begin with frame 0, whether there is one or not.</summary>
    public ulong PageAddress(ulong pfn) => _layout.Memmap + ((pfn - _layout.FirstPfn) * StructPage.Size);

    /// <summary>Adds a frame with its struct page, and names the words of both.</summary>
    /// <param name="name">What the frame is called.</param>
    /// <param name="words">How many words of it are used.</param>
    /// <param name="refcount">The initial reference count.</param>
    /// <returns>Its page frame number.</returns>
    public ulong AddFrame(string name, int words, ulong refcount = 0)
    {
        ulong pfn = _layout.FirstPfn + _frames++;
        for (int i = 0; i < words; i++)
        {
            _names[FrameAddress(pfn) + ((ulong)i * 8)] = words == 1 ? name : $"{name}[{i}]";
        }

        ulong page = PageAddress(pfn);
        _names[page] = $"{name}.flags";
        _names[page + 8] = $"{name}._refcount";
        _names[page + 16] = $"{name}._mapcount";
        _names[page + 24] = $"{name}.compound_head";
        _names[page + 32] = $"{name}.mapping";
        Set(page + 8, refcount);
        return pfn;
    }

    /// <summary>Leaves frames out: nobody uses them.</summary>
    public void SkipFrames(ulong count) => _frames += count;

    /// <summary>Leaves frames out until the next number is a multiple of this.</summary>
    public void AlignFrames(ulong count) => SkipFrames((count - ((_layout.FirstPfn + _frames) % count)) % count);

    /// <summary>Names a word of a frame, and sets its initial value.</summary>
    public void AddWord(ulong address, string name, ulong value)
    {
        _names[address] = name;
        Set(address, value);
    }

    /// <summary>Adds a word of kernel data.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="value">Its initial value.</param>
    /// <returns>Its address.</returns>
    public ulong AddKernelWord(string name, ulong value = 0)
    {
        ulong address = _layout.KernelData + (_kernelWords++ * 8);
        _names[address] = name;
        Set(address, value);
        return address;
    }

    /// <summary>Adds words of kernel data that lie one behind the other.</summary>
    /// <param name="names">What they are called.</param>
    /// <returns>The address of the first.</returns>
    public ulong AddKernelWords(params IReadOnlyList<string> names) => names.Select(n => AddKernelWord(n)).ToArray()[0];

    /// <summary>Sets the initial value of a word.</summary>
    public void Set(ulong address, ulong value) => _initial[address] = value;

    /// <summary>What a word is called.</summary>
    public string Name(ulong address) => _names.TryGetValue(address, out string? name) ? name : $"[0x{address:x}]";
}
