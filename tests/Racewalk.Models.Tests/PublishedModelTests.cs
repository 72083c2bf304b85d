using Racewalk.Executions;
using Racewalk.Models.Cat;
using Racewalk.Models.Cat.Syntax;

namespace Racewalk.Models.Tests;

/// <summary>Published models are read unchanged. Without the folders that <see cref="PublishedFiles"/> knows there is nothing to do.</summary>
public sealed class PublishedModelTests
{
    /// <summary>An old file that its own tool no longer reads either.</summary>
    private const string Broken = "uniproc-normw-cat.cat";

    [Fact]
    public void Every_published_file_can_be_parsed() => Assert.All(
        PublishedFiles.All().Where(file => Path.GetFileName(file) != Broken),
        file => CatParser.Parse(new CatSource(file, File.ReadAllText(file), Path.GetDirectoryName(file))));

    /// <summary>Message passing with nothing, and with a fence for each thread, is decided as is well known.</summary>
    [Theory]
    [InlineData("sc.cat", "", "", false)]
    [InlineData("x86tso.cat", "", "", false)]
    [InlineData("x86tso-mixed.cat", "", "", false)]
    [InlineData("ppc.cat", "", "", true)]
    [InlineData("ppc.cat", "LWSYNC", "SYNC", false)]
    [InlineData("riscv.cat", "", "", true)]
    [InlineData("riscv.cat", "Fence.rw.rw", "Fence.r.r", false)]
    [InlineData("aarch64.cat", "", "", true)]
    [InlineData("aarch64.cat", "DMB.ST", "DMB.LD", false)]
    [InlineData("aarch64.cat", "DMB.LD", "DMB.LD", true)]
    [InlineData("aarch64/ArmARM-L.b/aarch64.cat", "DMB.SY", "DMB.LD", false)]
    [InlineData("aarch64/ArmARM-M.c/aarch64.cat", "DMB.SY", "", true)]
    public void Message_passing_is_decided(string file, string left, string right, bool allowed)
    {
        if (PublishedFiles.Herd is not { } herd)
        {
            return;
        }

        foreach (CatOptions options in new[] { CatOptions.Default, Cat.Driven })
        {
            CatModel model = CatModel.Load(Path.Combine(herd, file), options with { LibraryFolders = [herd] });
            TestStructure structure = MessagePassing(left, right);
            AddArchitecture(structure);
            Assert.Equal(allowed, Decide(model, structure));
        }
    }

    [Theory]
    [InlineData("ONCE", "", "", true)]
    [InlineData("ONCE", "Wmb", "Rmb", false)]
    [InlineData("ONCE", "Mb", "", true)]
    [InlineData("PLAIN", "Mb", "Mb", true)]
    public void The_kernels_model_decides_message_passing(string accesses, string left, string right, bool allowed)
    {
        if (PublishedFiles.Linux is not { } linux || PublishedFiles.Herd is not { } herd)
        {
            return;
        }

        var options = new CatOptions
        {
            BellFile = "linux-kernel.bell",
            LibraryFolders = [herd],
            Variants = new HashSet<string>(StringComparer.Ordinal) { "lkmmv2" },
        };
        foreach (CatOptions driven in new[] { options, options with { CallerChooses = Cat.Driven.CallerChooses } })
        {
            CatModel model = CatModel.Load(Path.Combine(linux, "linux-kernel.cat"), driven);
            TestStructure structure = MessagePassing(left, right);
            structure.Set(accesses, structure.Sets["M"].Events().Skip(2));
            foreach (string name in new[] { "LKR", "LKW", "UL", "LF", "RL", "RU", "RMW" })
            {
                structure.Set(name);
            }

            structure.Relation("different-values");
            var seen = new Collector("rf");
            Assert.Equal(allowed, Decide(model, structure, seen));
            Assert.All(seen.Flags, flags => Assert.Equal(accesses == "PLAIN", flags.Contains("data-race", StringComparison.Ordinal)));
        }
    }

    /// <summary>Two critical sections of one lock: whichever comes first, the other sees it. The model chooses their order and what the locks read.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_kernels_model_orders_critical_sections(bool seen)
    {
        if (PublishedFiles.Linux is not { } linux || PublishedFiles.Herd is not { } herd)
        {
            return;
        }

        CatModel model = CatModel.Load(Path.Combine(linux, "linux-kernel.cat"), new CatOptions
        {
            BellFile = "linux-kernel.bell",
            LibraryFolders = [herd],
            Variants = new HashSet<string>(StringComparer.Ordinal) { "lkmmv2" },
        });
        var litmus = new LitmusStructure();
        litmus.Initial("x");
        litmus.Initial("l");
        for (int thread = 0; thread < 2; thread++)
        {
            litmus.Add(thread, "lock", "l", "LKR");
            litmus.Add(thread, "lock", "l", "LKW");
            litmus.Add(thread, thread == 0 ? "W" : "R", "x", "ONCE");
            litmus.Add(thread, "lock", "l", "UL");
        }

        TestStructure structure = litmus.Build("LF", "RL", "RU", "RMW");
        structure.Relation("different-values");
        structure.Set("FW", 4);
        structure.Relations["rf"].Add(seen ? 4 : 0, 8);
        CatEvaluation evaluation = model.CreateEvaluation();
        var found = new Collector("co");

        evaluation.Begin(structure);

        // Locks and unlocks in coherence order: 3, 5 of the first thread, 7, 9 of the second.
        Assert.Equal(1, evaluation.Complete(found));
        Assert.Contains(seen ? "5,7" : "9,3", found.Found[0], StringComparison.Ordinal);
        Assert.Equal([""], found.Flags);
    }

    private static bool Decide(CatModel model, TestStructure structure, ICatChoiceVisitor? visitor = null)
    {
        CatEvaluation evaluation = model.CreateEvaluation();
        evaluation.Begin(structure);
        Assert.True(evaluation.MayBeConsistent());
        (EventMatrix rf, EventMatrix co) = (structure.Relations["rf"], structure.Relations["co"]);
        int[] accesses = [.. structure.Sets["M"].Events()];
        rf.Add(accesses[3], accesses[4]);
        rf.Add(accesses[0], accesses[5]);
        co.Add(accesses[0], accesses[2]);
        co.Add(accesses[1], accesses[3]);
        int count = evaluation.Complete(visitor);
        Assert.InRange(count, 0, 1);
        Assert.Equal(count == 0, evaluation.Explain() is not null);
        return count == 1;
    }

    private static TestStructure MessagePassing(string left, string right)
    {
        var litmus = new LitmusStructure();
        litmus.Initial("x");
        litmus.Initial("y");
        litmus.Add(0, "W", "x");
        if (left.Length > 0)
        {
            litmus.Add(0, "F", null, left);
        }

        litmus.Add(0, "W", "y");
        litmus.Add(1, "R", "y");
        if (right.Length > 0)
        {
            litmus.Add(1, "F", null, right);
        }

        litmus.Add(1, "R", "x");
        TestStructure structure = litmus.Build();
        int[] accesses = [.. structure.Sets["M"].Events()];
        structure.Set("FW", accesses[2], accesses[3]);
        structure.Nature("FW", CatNature.Changing);
        return structure;
    }

    private static void AddArchitecture(TestStructure structure)
    {
        const string Sets =
            "MFENCE LFENCE SFENCE SYNC LWSYNC EIEIO ISYNC Fence.r.r Fence.r.w Fence.r.rw Fence.w.r Fence.w.w Fence.w.rw Fence.rw.r Fence.rw.w Fence.rw.rw "
            + "Fence.tso AcqRel Sc Acq Rel DC.CVAU IC.IVAU IC.IALLU IC.IALLUIS TLBI TLBInXS TLBIIS T Rreg Wreg FAULT SVC EXC-ENTRY EXC-RET BCC DATA NDATA "
            + "SPURIOUS TagCheck C PTEINV PTEAF0 PTEV D-PTE I-PTE MMU Translation AccessFlag AF DB Instr ISH";
        foreach (string name in Sets.Split(' ').Where(name => !structure.Sets.ContainsKey(name)))
        {
            structure.Set(name);
        }

        foreach (string name in new[] { "same-low-order-bits", "PTEtoPA", "different-values", "same-oa", "at-least-one-writable", "inv-domain" })
        {
            structure.Relation(name);
        }
    }
}
