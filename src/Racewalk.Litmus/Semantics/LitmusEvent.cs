using Racewalk.Programs;

namespace Racewalk.Litmus.Semantics;

/// <summary>What an event of a litmus test's thread does. Registers have events, too: dependencies are read off them, as cat models define them.</summary>
public enum LitmusEventKind : byte
{
    /// <summary>Reads memory.</summary>
    Read,

    /// <summary>Writes memory.</summary>
    Write,

    /// <summary>Reads a register.</summary>
    RegisterRead,

    /// <summary>Writes a register.</summary>
    RegisterWrite,

    /// <summary>A barrier, or another event without a location.</summary>
    Fence,

    /// <summary>A conditional branch is decided (cat: B, and BCC where the instruction is a branch).</summary>
    Branch,

    /// <summary>The instruction takes an exception.</summary>
    Fault,

    /// <summary>Translations are invalidated.</summary>
    Invalidate,
}

/// <summary>Which input of an access a register read feeds (cat: ADDR, DATA).</summary>
public enum Port : byte
{
    /// <summary>Neither.</summary>
    None,

    /// <summary>The address.</summary>
    Address,

    /// <summary>The data.</summary>
    Data,
}

/// <summary>One event of one path through a thread.</summary>
public sealed record LitmusEvent
{
    /// <summary>What it does.</summary>
    public required LitmusEventKind Kind { get; init; }

    /// <summary>Which instruction instance of the thread it belongs to, from 0; program order relates events of different instances.</summary>
    public required int Instruction { get; init; }

    /// <summary>The location for memory accesses (see <see cref="LitmusProgram.Locations"/>), the register's number for register events, else -1.</summary>
    public int Location { get; init; } = -1;

    /// <summary>The value read or written; for branches the condition.</summary>
    public Expr Value { get; init; }

    /// <summary>For memory reads: how many memory reads of the thread come before it; otherwise -1.</summary>
    public int ReadOrdinal { get; init; } = -1;

    /// <summary>For register reads.</summary>
    public Port Port { get; init; }

    /// <summary>The names of the cat sets that it is in besides those that follow from its kind: "A", "DMB.SY", "once", "MFENCE"….</summary>
    public IReadOnlyList<string> Sets { get; init; } = [];

    /// <summary>For memory accesses: how many bytes.</summary>
    public int Size { get; init; }

    /// <summary>For memory accesses: whether it makes up one single-copy atomic access with the others of its instruction of which this is said.</summary>
    public bool IsPartOfOne { get; init; }

    /// <summary>For memory accesses: whether the hardware makes it and no instruction asks for it: a translation's read, a hardware update of a descriptor.</summary>
    public bool IsImplicit { get; init; }

    /// <summary>For the reads of walks through tables: which walk it is.</summary>
    public WalkStep? Step { get; init; }

    /// <summary>For the reads of page walks: what the walk makes of the descriptor; null for updates without an access.</summary>
    public WalkRule? Walk { get; init; }

    /// <summary>For invalidations: of what.</summary>
    public Invalidation? Invalidation { get; init; }

    /// <summary>Where its instruction is in the file: an offset.</summary>
    public int Offset { get; init; }
}

/// <summary>What an invalidation of translations is about.</summary>
/// <param name="Entry">The location of the descriptor whose translations end, or <see cref="OfAll"/> or <see cref="OfNothing"/>.</param>
/// <param name="IsBroadcast">Whether it is for all threads, and not for its own alone.</param>
public sealed record Invalidation(int Entry, bool IsBroadcast)
{
    private static readonly string[][] s_byDsb = [["DSB.SY", "DSB.ISH", "DSB.OSH", "DSB.NSH"]];

    /// <summary>
    /// The barriers, in this order behind it in its thread, that complete it: of each step one of some cat sets. None: it is complete, and what comes before it and
    /// what after follows from program order.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<string>> CompletedBy { get; init; } = s_byDsb;

    /// <summary>With tables: the page whose translations end, its address shifted right by 12; null for all pages.</summary>
    public ulong? Page { get; init; }

    /// <summary>With tables: the address space whose translations end; null for all.</summary>
    public int? AddressSpace { get; init; }

    /// <summary>With tables: whether only what the last level translates ends (VALE1 and the like).</summary>
    public bool IsOfLastLevel { get; init; }

    /// <summary>Whether it ends what a walk through tables has read.</summary>
    public bool Covers(WalkStep walk) => (Page is null || Page == walk.Page) && (AddressSpace is null || AddressSpace == walk.AddressSpace) && (!IsOfLastLevel || walk.IsLeaf);

    /// <summary>All translations end.</summary>
    public const int OfAll = -1;

    /// <summary>No translation of the test ends.</summary>
    public const int OfNothing = -2;
}

/// <summary>One read of a walk through tables.</summary>
/// <param name="Page">The page that is translated, its address shifted right by 12.</param>
/// <param name="AddressSpace">The ASID of the table base register.</param>
/// <param name="IsLeaf">Whether the walk ends with it.</param>
public sealed record WalkStep(ulong Page, int AddressSpace, bool IsLeaf);
