using Racewalk.Executions;
using Racewalk.Models;
using Racewalk.Programs;
using static Racewalk.Exploration.Tests.Short;
using static Racewalk.Exploration.Tests.Translation.Sketch;
using static Racewalk.Exploration.Tests.Translation.X86.X86PageTable;

namespace Racewalk.Exploration.Tests.Translation.X86;

// The sketches of docs/models/translation.md, section 3: EntryX and EntryY lead to pages A and A2 at first, which hold 0 and 10; B holds 1.
public sealed class X86TranslationTests
{
    private const ulong Locked = 0x40000;

    private static readonly Dictionary<string, Sketch> s_sketches = new(StringComparer.Ordinal)
    {
        ["stale"] = new(true, "r=1 s=0", [Remap, static t => { ReadZ(t); t.LoadThrough("s", EntryX); }]),
        ["shoot"] = new(false, "r=1 s=0", [Remap, static t => { ReadZ(t); t.Invlpg(EntryX); t.LoadThrough("s", EntryX); }]),
        ["shoot-other"] = new(true, "r=1 s=0", [Remap, static t => { ReadZ(t); t.Invlpg(EntryY); t.LoadThrough("s", EntryX); }]),
        ["shoot-early"] = new(true, "r=1 s=0", [Remap, static t => { t.Invlpg(EntryX); ReadZ(t); t.LoadThrough("s", EntryX); }]),
        ["publish"] = new(
            false, "s=1", [static t => { t.Store(B, 2); t.Store(EntryX, To(B)); }, static t => t.LoadThrough("s", EntryX)], (EntryX, 0)),
        ["own"] = new(false, $"r={Fault}", [static t => { t.Store(EntryX, To(B)); t.LoadThrough("r", EntryX); }], (EntryX, 0)),
        ["own-sb"] = new(true, $"r={Fault} s={Fault}", OwnStoreBuffers(fenced: false), (EntryX, 0), (EntryY, 0)),
        ["own-sb+mfence"] = new(false, $"r={Fault} s={Fault}", OwnStoreBuffers(fenced: true), (EntryX, 0), (EntryY, 0)),
        ["own-early"] = new(
            false,
            "r=0 s=0",
            [
                static t => { t.Store(EntryX, To(B)); t.LoadThrough("-", EntryX); t.Observe("r", t.Load(Y)); },
                static t => { t.Store(Y, 1); t.Mfence(); t.Observe("s", t.Load(EntryX)); },
            ],
            (EntryX, 0)),
        ["d-race"] = new(
            false,
            $"r={To(A, Writable | Accessed)} s=1",
            [static t => t.Observe("s", t.StoreThrough(5, EntryX) ? 1u : 0u), static t => t.Observe("r", t.Exchange(EntryX, 0))],
            (EntryX, To(A, Writable | Accessed))),
        ["d-lost"] = new(true, $"r=1 s=1 x={To(A, Writable | Accessed)}", DirtyTakenAway(invalidates: false)),
        ["d-lost+invlpg"] = new(false, $"r=1 s=1 x={To(A, Writable | Accessed)}", DirtyTakenAway(invalidates: true)),
        ["upgrade"] = new(false, "r=1 s=2", Upgrade, (EntryX, To(A, Accessed))),
        ["upgrade-once"] = new(true, "r=1 s=1", Upgrade, (EntryX, To(A, Accessed))),
        ["invlpgb"] = new(false, "r=1 s=0", Broadcast(isCompleted: true)),
        ["invlpgb-notlbsync"] = new(true, "r=1 s=0", Broadcast(isCompleted: false)),
        ["invlpgb-notlocked"] = new(true, "r=1 s=0", Broadcast(isCompleted: true, isLocked: false)),
        ["read-then-fault"] = new(
            false,
            $"r=1 s={Fault}",
            [static t => { t.Store(EntryX, To(B)); t.Store(Z, 1); }, static t => { ReadZ(t); t.LoadThrough("s", EntryX); }],
            (EntryX, 0)),
        ["a-all"] = new(
            true, $"q={EntryX | Present | Accessed} x={To(A, Accessed)}", LoadAndLook, (Pmd, EntryX | Present), (EntryX, To(A, 0))),
        ["a-upper"] = new(false, $"q={EntryX | Present}", LoadAndLook, (Pmd, EntryX | Present), (EntryX, To(A, 0))),
        ["a-leaf"] = new(false, $"x={To(A, 0)}", LoadAndLook, (Pmd, EntryX | Present), (EntryX, To(A, 0))),
        ["old-table"] = new(
            false,
            "r=1 s=0",
            [
                static t => { t.Store(Pmd, Table(OtherTable)); t.Store(Z, 1); },
                static t => { ReadZ(t); t.Invlpg(EntryX); t.LoadThrough("s", Pmd, EntryX); },
            ]),
    };

    public static TheoryData<string> Sketches => [.. s_sketches.Keys];

    [Theory]
    [MemberData(nameof(Sketches))]
    public void Explore_Sketch_AsTheDocumentSays(string name)
    {
        Sketch sketch = s_sketches[name];

        Assert.Equal(sketch.IsAllowed, sketch.IsFoundIn(Found(sketch)));
    }

    [Fact]
    public void Explore_WithoutTranslation_AsTso()
    {
        CheckedProgram program = Program(
            static t => { t.Store(X, 1); t.Observe("r", t.Load(Y)); t.Increment(Z); t.Observe("a", t.Load(X)); },
            static t => { t.Store(Y, 1); t.Observe("s", t.Load(X)); t.Mfence(); t.Observe("b", t.Load(Z)); });
        string[] names = ["r", "s", "a", "b"];
        var outcomes = new Outcomes(names);

        Explorer.Explore(program, new TsoTranslationModel(), outcomes);

        Assert.Equal(Outcomes.Of("tso", program, names).Complete.OrderBy(static c => c.Key), outcomes.Complete.OrderBy(static c => c.Key));
    }

    private static ThreadBody[] Upgrade =>
    [
        static t => { t.Store(EntryX, To(A, Writable | Accessed)); t.Store(Z, 1); },
        static t =>
        {
            ReadZ(t);
            uint faults = t.StoreThrough(5, EntryX) ? 0u : t.StoreThrough(5, EntryX) ? 1u : 2u;
            t.Observe("s", faults);
        },
    ];

    private static void Remap(ThreadContext t)
    {
        t.Store(EntryX, To(B));
        t.Store(Z, 1);
    }

    private static void ReadZ(ThreadContext t) => t.Observe("r", t.Load(Z));

    private static ThreadBody[] OwnStoreBuffers(bool fenced) => [t => StoreAndLoad(t, EntryX, "r", EntryY, fenced), t => StoreAndLoad(t, EntryY, "s", EntryX, fenced)];

    private static void StoreAndLoad(ThreadContext t, ulong stored, string name, ulong loaded, bool fenced)
    {
        t.Store(stored, To(B));
        if (fenced)
        {
            t.Mfence();
        }

        t.LoadThrough(name, loaded);
    }

    private static ThreadBody[] DirtyTakenAway(bool invalidates) =>
    [
        static t => { t.Rmw(RmwKind.And, EntryX, ~Dirty, 0, LockedAcquireRelease); t.Store(Z, 1); },
        t =>
        {
            ReadZ(t);
            if (invalidates)
            {
                t.Invlpg(EntryX);
            }

            t.Observe("s", t.StoreThrough(5, EntryX) ? 1u : 0u);
        },
    ];

    private static ThreadBody[] Broadcast(bool isCompleted, bool isLocked = true) =>
    [
        t =>
        {
            t.Store(EntryX, To(B));
            if (isLocked)
            {
                t.Increment(Locked);
            }

            t.Invlpgb(EntryX);
            if (isCompleted)
            {
                t.Fence(FenceKind.TlbSync);
            }

            t.Store(Z, 1);
        },
        static t => { ReadZ(t); t.LoadThrough("s", EntryX); },
    ];

    private static ThreadBody[] LoadAndLook => [static t => { t.LoadThrough("r", Pmd, EntryX); t.Mfence(); t.Observe("q", t.Load(Pmd)); }];

    private static IReadOnlyCollection<string> Found(Sketch sketch) => OutcomesOf(
        sketch.Program((EntryX, To(A)), (EntryY, To(A2)), (Pmd, Table(EntryX)), (OtherTable, To(B)), (B, 1), (A2, 10)), MemoryModel.Tso);
}
