namespace Racewalk.Models;

/// <summary>A memory model that programs can be explored under.</summary>
public sealed class MemoryModel
{
    private MemoryModel(string name, string title)
    {
        Name = name;
        Title = title;
    }

    /// <summary>Sequential consistency.</summary>
    public static MemoryModel Sc { get; } = new("sc", "sequential consistency");

    /// <summary>x86-TSO.</summary>
    public static MemoryModel Tso { get; } = new("tso", "x86-TSO");

    /// <summary>Armv8-A, other-multi-copy-atomic, with load buffering.</summary>
    public static MemoryModel Armv8 { get; } = new("armv8", "Armv8-A");

    /// <summary>Power, not multi-copy atomic, with load buffering.</summary>
    public static MemoryModel Power { get; } = new("power", "Power");

    /// <summary>The Linux-kernel memory model, with load buffering, RCU and data races.</summary>
    public static MemoryModel Lkmm { get; } = new("lkmm", "Linux-kernel memory model");

    /// <summary>All models, in a fixed order.</summary>
    public static IReadOnlyList<MemoryModel> All { get; } = [Sc, Tso, Armv8, Power, Lkmm];

    /// <summary>The name used on the command line.</summary>
    public string Name { get; }

    /// <summary>The name for readers.</summary>
    public string Title { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
