using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;
using Racewalk.Programs;

namespace Racewalk.Litmus.Dialects.Asm;

/// <summary>
/// Translates the addresses of one path's accesses on x86 and Power, where each page has one descriptor: a walk reads it, and the access either faults or goes on
/// at the page that it names; the hardware may set flags in it. Without translation addresses are what they are. Not thread-safe.
/// </summary>
internal sealed class PageWalker<T>(AsmWalk<T> walk, ThreadBuilder builder)
    where T : class
{
    private const int PageSize = 1 << 12;
    private static readonly string[] s_access = ["AF"];
    private static readonly string[] s_dirty = ["AF", "DB"];
    private int _retry = -1;

    /// <summary>Whether a fault ends what is cached of its page (Intel SDM, volume 3A, 4.10.4.1).</summary>
    public bool FaultsInvalidate { get; init; }

    /// <summary>Translates the address of an access.</summary>
    /// <param name="address">The address.</param>
    /// <param name="isWrite">Whether the access needs the permission to write.</param>
    /// <returns>The address behind the translation; null if it faults, and then the instruction is over.</returns>
    public Flow? Translate(Flow address, bool isWrite)
    {
        if (!TryFindEntry(ref address, out int page, out int entry))
        {
            return address;
        }

        DescriptorFormat format = builder.Translation!.Format;
        WalkRule rule = EntryRules.Of(format, builder.Management, isWrite);
        (int read, ulong descriptor) = builder.ReadDescriptor(entry, address, rule);
        if (format.IsValid(descriptor) && !format.Is(descriptor))
        {
            builder.Break($"a walk reads a valid entry from {builder.NameOf(entry)} that is no descriptor of the test");
            walk.Stop();
            return null;
        }

        int decision = builder.Branch(builder.Constant(1) with { Events = [read] }).Event;
        if (EntryRules.FaultOf(format, rule, isWrite, descriptor) is { } kind)
        {
            Fault(page, entry, read, decision, kind, isWrite);
            return null;
        }

        if (rule.Updates(descriptor))
        {
            bool setsDirty = ((rule.Updated(descriptor) ^ descriptor) & format.Dirty) != 0;
            builder.UpdateDescriptor(entry, read, rule.Updated(descriptor), decision, setsDirty ? s_dirty : s_access);
        }

        builder.GuardBy(decision);
        builder.TryFindPage(address, out _, out long distance);
        Flow output = builder.Constant(format.OutputOf(descriptor) + unchecked((ulong)distance));
        return output with { Events = [.. address.Events, read] };
    }

    /// <summary>Refuses an access to a page by an instruction whose walk has no meaning here; descriptors it may access.</summary>
    public Flow Untranslated(Flow address, string instruction) =>
        TryFindEntry(ref address, out _, out _) ? throw Unsupported($"{instruction} of a page in a test with page tables") : address;

    /// <summary>Ends the translations of a page.</summary>
    /// <param name="address">An address in the page; null for all pages.</param>
    /// <param name="isBroadcast">Whether it is for all threads.</param>
    /// <param name="completedBy">The barriers that complete it, see <see cref="Invalidation.CompletedBy"/>.</param>
    /// <param name="mnemonic">The instruction.</param>
    /// <param name="sets">The cat sets of the event besides TLBI.</param>
    public void Invalidate(Flow? address, bool isBroadcast, IReadOnlyList<IReadOnlyList<string>> completedBy, string mnemonic, params IReadOnlyList<string> sets)
    {
        int entry = Invalidation.OfAll;
        if (address is { } within)
        {
            if (!TryFindEntry(ref within, out _, out entry))
            {
                builder.Warn($"{mnemonic} of what is no page of the test invalidates nothing");
                entry = Invalidation.OfNothing;
            }

            address = within;
        }

        builder.Invalidate(address ?? builder.Constant(0), new Invalidation(entry, isBroadcast) { CompletedBy = completedBy }, ["TLBI", .. sets]);
    }

    // The address of a descriptor is not translated; of an address where the test has nothing the access says so.
    private bool TryFindEntry(ref Flow address, out int page, out int entry)
    {
        page = -1;
        entry = -1;
        if (builder.Translation is not { } setup)
        {
            return false;
        }

        address = builder.Resolve(address);
        if (!builder.TryFindPage(address, out page, out long distance) || !setup.Entries.TryGetValue(page, out entry))
        {
            return false;
        }

        return distance is >= 0 and < PageSize ? true : throw Unsupported($"an access beyond the page of {builder.NameOf(page)}");
    }

    private LitmusException Unsupported(string construct) => walk.Code.Source.Unsupported(walk.Code[walk.Line].Offset, construct);

    private void Fault(int page, int entry, int read, int decision, string kind, bool isWrite)
    {
        builder.Tag(read, "FAULTING");
        builder.ControlledBy(decision);
        var fault = new LitmusFault(walk.Label, page, $"D-MMU:{kind}");
        string[] sets = ["EXC-ENTRY", "FAULT", "MMU", "D-MMU", kind, isWrite ? "FROM-W" : "FROM-R"];
        if (FaultsInvalidate)
        {
            builder.FaultAndInvalidate(fault, new Invalidation(entry, IsBroadcast: false) { CompletedBy = [] }, sets);
        }
        else
        {
            builder.Fault(fault, sets);
        }

        builder.ControlledBy();
        if (builder.Handling == FaultHandling.Fatal)
        {
            walk.Stop();
        }
        else if (builder.Handling == FaultHandling.Handled)
        {
            TryAgain();
        }
    }

    // What the variant says: the fault is handled, so that the instruction, executed once more, does not fault again.
    private void TryAgain()
    {
        if (_retry == builder.InstructionCount - 1)
        {
            builder.Wait();
            walk.Stop();
            return;
        }

        _retry = builder.InstructionCount;
        walk.Again();
    }
}
