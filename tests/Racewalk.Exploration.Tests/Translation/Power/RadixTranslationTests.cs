using Racewalk.Executions;
using Racewalk.Models;
using Racewalk.Programs;
using static Racewalk.Exploration.Tests.Short;
using static Racewalk.Exploration.Tests.Translation.Power.RadixTable;
using static Racewalk.Exploration.Tests.Translation.Sketch;

namespace Racewalk.Exploration.Tests.Translation.Power;

// The sketches of docs/models/translation.md, 4.4, with the radix MMU: EntryX leads to page A at first, which holds 0; B holds 1.
public sealed class RadixTranslationTests
{
    private static readonly Dictionary<string, Sketch> s_sketches = new(StringComparer.Ordinal)
    {
        ["pub"] = new(true, $"s={Fault}", [static t => { t.Store(EntryX, To(B)); t.LoadThrough("s", EntryX); }], (EntryX, 0)),
        ["pub+ptesync"] = new(false, $"s={Fault}", [static t => { t.Store(EntryX, To(B)); t.Ptesync(); t.LoadThrough("s", EntryX); }], (EntryX, 0)),
        ["pub+sync"] = new(true, $"s={Fault}", [static t => { t.Store(EntryX, To(B)); t.Sync(); t.LoadThrough("s", EntryX); }], (EntryX, 0)),
        ["pub-data"] = new(false, "s=1", Publish(FenceKind.LightSync), (EntryX, 0)),
        ["pub-data-nolwsync"] = new(true, "s=1", Publish(null), (EntryX, 0)),
        ["shoot"] = new(false, "r=1 s=0", [static t => RemapAndTell(t, Shot.Full), Reader]),
        ["shoot-po"] = new(true, "r=1 s=0", [static t => RemapAndTell(t, Shot.Full), static t => { ReadZ(t); t.LoadThrough("s", EntryX); }]),
        ["shoot-notlbsync"] = new(true, "r=1 s=0", [static t => RemapAndTell(t, Shot.NoTlbSync), Reader]),
        ["shoot-noeieio"] = new(true, "r=1 s=0", [static t => RemapAndTell(t, Shot.NoEieio), Reader]),
        ["shoot-nolast"] = new(true, "r=1 s=0", [static t => RemapAndTell(t, Shot.NoLast), Reader]),
        ["shoot-nofirst"] = new(true, "r=1 s=0", [static t => RemapAndTell(t, Shot.NoFirst), Reader]),
        ["shoot-local"] = new(true, "r=1 s=0", [static t => RemapAndTell(t, Shot.Local), Reader]),
        ["shoot-other"] = new(true, "r=1 s=0", [static t => RemapAndTell(t, Shot.OtherPage), Reader]),
        ["shoot-own"] = new(false, "s=0", [static t => { t.Store(EntryX, To(B)); t.Shoot(EntryX); t.LoadThrough("s", EntryX); }]),
        ["shoot-own-local"] = new(
            false,
            "s=0",
            [static t => { t.Store(EntryX, To(B)); t.Ptesync(); t.Tlbiel(EntryX); t.Ptesync(); t.LoadThrough("s", EntryX); }]),
        ["own-none"] = new(true, "s=0", [static t => { t.Store(EntryX, To(B)); t.Ptesync(); t.LoadThrough("s", EntryX); }]),
        ["shoot-cumul"] = new(
            false,
            "r=1 s=0 q=1",
            [
                static t => t.Store(EntryX, To(B)),
                static t =>
                {
                    t.Observe("q", t.Load(EntryX).Bits == To(B) ? 1u : 0u);
                    t.Shoot(EntryX);
                    t.Store(Z, 1);
                },
                Reader,
            ]),
        ["pwc"] = new(true, "r=1 s=1", [static t => Unhook(t, walkCache: false), TwoLevelReader], (EntryX, 0)),
        ["pwc-all"] = new(false, "r=1 s=1", [static t => Unhook(t, walkCache: true), TwoLevelReader], (EntryX, 0)),
        ["collapse"] = new(false, "r=0 s=1", Collapse(fenced: true)),
        ["collapse-nofence"] = new(true, "r=0 s=1", Collapse(fenced: false)),
        ["levels"] = new(false, $"s={Fault} walks=2", FillAndHook(FenceKind.LightSync), (EntryX, 0), (Pmd, 0)),
        ["levels-nolwsync"] = new(true, $"s={Fault} walks=2", FillAndHook(null), (EntryX, 0), (Pmd, 0)),
        ["isync"] = new(false, $"r=1 s={Fault}", PublishedEntry(static t => t.Fence(FenceKind.ContextSync)), (EntryX, 0)),
        ["isync-none"] = new(true, $"r=1 s={Fault}", PublishedEntry(static _ => { }), (EntryX, 0)),
        ["addr"] = new(
            false,
            $"r=1 s={Fault}",
            [
                static t => { t.Store(EntryX, To(B)); t.Fence(FenceKind.LightSync); t.Store(Z, 1); },
                static t => { Word z = t.Load(Z); t.Observe("r", z); t.LoadThroughAddressFrom("s", z.Reads, EntryX); },
            ],
            (EntryX, 0)),
        ["rc"] = new(
            false,
            $"r={To(A, Writable)} s=0",
            [
                static t => t.Observe("r", t.Exchange(EntryX, 0, Access.Atomic)),
                static t => t.LoadThrough("s", EntryX),
            ],
            (EntryX, To(A, Writable))),
        ["upgrade"] = new(
            false,
            "r=1 s=0",
            [
                static t => { t.Store(EntryX, To(A)); t.Ptesync(); t.Store(Z, 1); },
                static t => { ReadZ(t); t.Ptesync(); t.Observe("s", t.StoreThrough(5, EntryX) ? 1u : 0u); },
            ],
            (EntryX, To(A, Referenced))),
    };

    private enum Shot
    {
        Full,
        NoTlbSync,
        NoEieio,
        NoLast,
        NoFirst,
        Local,
        OtherPage,
    }

    public static TheoryData<string> Sketches => [.. s_sketches.Keys];

    [Theory]
    [MemberData(nameof(Sketches))]
    public void Explore_Sketch_AsTheDocumentSays(string name)
    {
        Sketch sketch = s_sketches[name];
        CheckedProgram program = sketch.Program((EntryX, To(A)), (Pmd, Table(EntryX)), (OtherTable, To(B)), (B, 1));

        Assert.Equal(sketch.IsAllowed, sketch.IsFoundIn(OutcomesOf(program, MemoryModel.Power)));
    }

    private static void ReadZ(ThreadContext t) => t.Observe("r", t.Load(Z));

    private static void Reader(ThreadContext t)
    {
        ReadZ(t);
        t.Sync();
        t.LoadThrough("s", EntryX);
    }

    private static void TwoLevelReader(ThreadContext t)
    {
        ReadZ(t);
        t.Sync();
        t.LoadThrough("s", Pmd, EntryX);
    }

    private static ThreadBody[] Publish(FenceKind? fence) =>
    [
        t =>
        {
            t.Store(B, 2);
            if (fence is { } kind)
            {
                t.Fence(kind);
            }

            t.Store(EntryX, To(B));
        },
        static t => t.LoadThrough("s", EntryX),
    ];

    private static void RemapAndTell(ThreadContext t, Shot shot)
    {
        t.Store(EntryX, To(B));
        if (shot != Shot.NoFirst)
        {
            t.Ptesync();
        }

        if (shot == Shot.Local)
        {
            t.Tlbiel(EntryX);
        }
        else
        {
            t.Tlbie(shot == Shot.OtherPage ? EntryY : EntryX);
        }

        FenceKind[] completion = [FenceKind.Eieio, FenceKind.TlbSync, FenceKind.DsbFull];
        FenceKind? missing = shot switch { Shot.NoEieio => FenceKind.Eieio, Shot.NoTlbSync => FenceKind.TlbSync, Shot.NoLast => FenceKind.DsbFull, _ => null };
        foreach (FenceKind kind in completion.Where(k => k != missing))
        {
            t.Fence(kind);
        }

        t.Store(Z, 1);
    }

    // A table is taken out, and told; then an entry appears in it.
    private static void Unhook(ThreadContext t, bool walkCache)
    {
        t.Store(Pmd, 0);
        t.Shoot(EntryX, walkCache);
        t.Store(EntryX, To(B));
        t.Store(Z, 1);
    }

    private static ThreadBody[] Collapse(bool fenced) =>
    [
        t => { t.Store(Pmd, 0); Fence(t, fenced); t.Observe("r", t.Load(X)); },
        t => { t.Store(X, 1); Fence(t, fenced); t.Observe("s", (t.Load(Pmd).Bits & Valid) != 0 ? 1u : 0u); },
    ];

    private static void Fence(ThreadContext t, bool fenced)
    {
        if (fenced)
        {
            t.Sync();
        }
    }

    // A table is filled, then hooked in.
    private static ThreadBody[] FillAndHook(FenceKind? fence) =>
    [
        t =>
        {
            t.Store(EntryX, To(A));
            if (fence is { } kind)
            {
                t.Fence(kind);
            }

            t.Store(Pmd, Table(EntryX));
        },
        static t => t.LoadThrough("s", Pmd, EntryX),
    ];

    private static ThreadBody[] PublishedEntry(ThreadBody behindBranch) =>
    [
        static t => { t.Store(EntryX, To(B)); t.Fence(FenceKind.LightSync); t.Store(Z, 1); },
        t =>
        {
            Word z = t.Load(Z);
            t.Observe("r", z);
            if (z == 1)
            {
                behindBranch(t);
            }

            t.LoadThrough("s", EntryX);
        },
    ];
}
