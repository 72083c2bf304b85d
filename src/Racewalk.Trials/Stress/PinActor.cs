using Racewalk.Hardware;
using Racewalk.Mm.Faults;
using Racewalk.Mm.Gup;
using Racewalk.Mm.Memory;
using Racewalk.Trials.Worlds;

namespace Racewalk.Trials.Stress;

/// <summary>A device driver: pins pages by GUP-fast (FOLL_PIN, FOLL_WRITE), stores to them by their frames for a while, and unpins them. What it stores must be what user code finds.</summary>
internal sealed class PinActor : StressActor
{
    internal const string Kind = "GUP-fast";

    private const int Burst = 16;
    private const int MostPins = 4;

    private readonly Ledger _ledger;
    private readonly UserAccess _access;
    private readonly GupFast _gup;
    private readonly List<Pinned> _pins = [];

    internal PinActor(StressContext context)
        : base(Kind, context)
    {
        _ledger = context.NewLedger(isUser: false);
        _access = new UserAccess(Name, context, _ledger);
        _gup = new GupFast(context.World.Mm, new GupOptions(Pin: true, Write: true));
    }

    /// <inheritdoc/>
    internal override IEnumerable<HeldReference> Held => _pins.Select(static p => new HeldReference(p.Folio, StructPage.PinBias));

    /// <inheritdoc/>
    internal override void Finish(Cpu cpu)
    {
        while (_pins.Count > 0)
        {
            Unpin(cpu, 0);
        }
    }

    /// <inheritdoc/>
    protected override void Act(Cpu cpu, ref SplitMix random)
    {
        int first = Context.AnyPmd(ref random) * MmWorld.PtrsPerTable;

        // Half of the time one by one: where a page is pinned khugepaged gives up, and what happens while it does not is then missed.
        int most = random.Below(2) == 0 ? 1 : MostPins;
        for (int i = 0; i < Burst; i++)
        {
            if (_pins.Count >= most || (_pins.Count > 0 && random.Below(2) == 0))
            {
                Unpin(cpu, (int)random.Below((uint)_pins.Count));
            }
            else
            {
                Pin(cpu, first + (int)random.Below((uint)MmWorld.PtrsPerTable));
            }
        }

        if (random.Below(4) != 0)
        {
            // Few pages are pinned for long: khugepaged would never find a range without one.
            Finish(cpu);
        }
        else if (_pins.Count > 0)
        {
            Write(cpu, _pins[(int)random.Below((uint)_pins.Count)]);
        }
    }

    private void Pin(Cpu cpu, int page)
    {
        if (_pins.Exists(p => p.Page == page))
        {
            return;
        }

        LossStamp before = Context.Data(page / MmWorld.PtrsPerTable).Stamp();
        if (!TryPin(cpu, page, out ulong pinned))
        {
            // The slow way faults the page in; then it can be fast.
            Count("went the slow way");
            before = Context.Data(page / MmWorld.PtrsPerTable).Stamp();
            if (_access.Store(cpu, page) != VmFault.None || !TryPin(cpu, page, out pinned))
            {
                return;
            }
        }

        ulong folio = StructPage.CompoundHead(cpu, pinned);
        var pin = new Pinned(page, World.Mm.FrameOf(pinned) + (ulong)Ledger.OffsetOf(_ledger.Owner, page), folio, before);
        _pins.Add(pin);
        Count("pinned");
        Write(cpu, pin);
    }

    private bool TryPin(Cpu cpu, int page, out ulong pinned) => _gup.TryGetPage(cpu, page / MmWorld.PtrsPerTable, page % MmWorld.PtrsPerTable, out pinned, out _);

    private void Write(Cpu cpu, Pinned pin)
    {
        ulong value = _ledger.Next(pin.Page);
        cpu.WriteOnce(pin.Word, value);
        _ledger.Stored(pin.Page, value, pin.Before);
        _access.Load(cpu, pin.Page);
        if (cpu.ReadOnce(pin.Word) != value)
        {
            Context.Wrong(cpu, Name, pin.Page, Ledger.OffsetOf(_ledger.Owner, pin.Page), FormattableString.Invariant($"has 0x{cpu.ReadOnce(pin.Word):x} in its pinned frame, not 0x{value:x}"));
        }
    }

    private void Unpin(Cpu cpu, int index)
    {
        // What is stored at the last moment must be there, too.
        Pinned pin = _pins[index];
        Write(cpu, pin);
        _pins.RemoveAt(index);
        PageReference.FolioPutRefs(cpu, World.Mm, pin.Folio, StructPage.PinBias);
        _access.Load(cpu, pin.Page);
        Count("unpinned");
    }

    /// <summary>A page that is pinned.</summary>
    /// <param name="Page">The page.</param>
    /// <param name="Word">The physical address of the word that is stored to.</param>
    /// <param name="Folio">The struct page of the folio.</param>
    /// <param name="Before">The moment before the pin.</param>
    private readonly record struct Pinned(int Page, ulong Word, ulong Folio, LossStamp Before);
}
