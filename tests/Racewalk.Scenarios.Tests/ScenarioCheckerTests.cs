using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Models;
using Racewalk.Programs;
using Racewalk.Testing;

namespace Racewalk.Scenarios.Tests;

/// <summary>How configurations are completed and executions judged.</summary>
public sealed class ScenarioCheckerTests
{
    private static readonly Scenario s_collapse = Catalogue.Find("gup-fast/collapse")!;

    [Fact]
    public void Missing_axes_get_their_default()
    {
        Configuration complete = ScenarioChecker.Complete(s_collapse, Configuration.Parse("era=E0 -check-refcount model=sc"));
        Assert.Equal(
            "arch=arm64 atomics=lse clear=arch era=E0 fix=none ptes=1 refcount=full -check-refcount model=sc", complete.ToString());
    }

    [Theory]
    [InlineData("arhc=arm64", "axis 'arhc'; did you mean 'arch'?")]
    [InlineData("arch=arm46", "value 'arm46'; did you mean 'arm64'?")]
    [InlineData("arch=x86", "'x86-64' or 'x86-64-pv'")]
    [InlineData("era=1991", "known: E2, E1, E0")]
    [InlineData("-gup-recheck-pdm", "did you mean 'gup-recheck-pmd'")]
    [InlineData("-copy", "cannot be dropped")]
    [InlineData("model=armv9", "did you mean 'armv8'")]
    public void Unknown_names_are_refused_and_near_ones_named(string configuration, string expected)
    {
        string message = Assert.Throws<ScenarioException>(() => ScenarioChecker.Complete(s_collapse, Configuration.Parse(configuration))).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("era=E0 -gup-recheck-pmd", "not in gup-fast/collapse")]
    [InlineData("arch=arm64 -flush-ipi", "not in gup-fast/collapse")]
    [InlineData("arch=x86-64 era=E0 fix=ipi", "interrupts in era E0 already")]
    [InlineData("era=E1 fix=recheck", "in era E1 already")]
    [InlineData("arch=x86-64 atomics=llsc", "has no choice")]
    public void Configurations_without_sense_are_refused(string configuration, string expected)
    {
        string message = Assert.Throws<ScenarioException>(() => s_collapse.Build(Configuration.Parse(configuration))).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kvm/fault", "lookup=lockless", "there the lock is the chain's")]
    [InlineData("kvm/fault", "change=migration lookup=slow", "asked of the usual fault alone")]
    [InlineData("kvm/fault", "arch=x86-64 -retry-rmb", "not in kvm/fault")]
    [InlineData("kvm/fault", "barrier=mmap-unlock -fault-seq-rmb", "not in kvm/fault")]
    [InlineData("kvm/dirty", "read=false-positive", "axis read is about dirty=by-primary")]
    [InlineData("kvm/dirty", "-mkclean-notify", "not in kvm/dirty")]
    [InlineData("kvm/collapse", "-serialize-ipi", "not in kvm/collapse")]
    public void Configurations_of_kvm_without_sense_are_refused(string id, string configuration, string expected)
    {
        string message = Assert.Throws<ScenarioException>(() => Catalogue.Find(id)!.Build(Configuration.Parse(configuration))).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("arch=sc", "not modelled on sc here: only on x86-64, x86-64-pv, arm64, ppc64-radix")]
    [InlineData("arch=lkmm", "not modelled on lkmm here: only on x86-64, x86-64-pv, arm64, ppc64-radix")]
    [InlineData("arch=ppc64-hash", "not modelled on ppc64-hash here")]
    [InlineData("arch=x86-64 model=sc", "sc has no address translation of x86-64: only tso has")]
    [InlineData("model=tso", "tso has no address translation of arm64: only armv8 has")]
    public void Accesses_through_virtual_addresses_are_refused_where_they_are_not_modelled(string configuration, string expected)
    {
        Scenario shootdown = Catalogue.Find("translation/shootdown")!;
        string message = Assert.Throws<ScenarioException>(() => shootdown.Build(Configuration.Parse(configuration))).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("translation/break-before-make", "arch=x86-64", "is arm64's")]
    [InlineData("translation/access-flag", "arch=ppc64-radix hafdbs=software", "axis hafdbs is arm64's")]
    [InlineData("translation/publish", "arch=x86-64 mapping=kernel", "axis mapping is arm64's")]
    public void What_arm64_alone_has_is_refused_elsewhere(string id, string configuration, string expected)
    {
        string message = Assert.Throws<ScenarioException>(() => Catalogue.Find(id)!.Build(Configuration.Parse(configuration))).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("translation/break-before-make", "-bbm-break", ViolationKind.BreakBeforeMake)]
    [InlineData("translation/publish", "mapping=kernel-flag ets=0", ViolationKind.UnhandledFault)]
    [InlineData("translation/shootdown", "flush=local", ViolationKind.UseAfterFree)]
    [InlineData("translation/access-flag", "clear=plain", ViolationKind.LostData)]
    public void Violations_of_translation_have_kinds_of_their_own(string id, string configuration, ViolationKind expected) =>
        Assert.Equal(expected, ScenarioChecker.Check(Catalogue.Find(id)!, Configuration.Parse(configuration)).Failure!.Kind);

    [Fact]
    public void A_witness_that_is_not_reached_makes_the_verdict_inconclusive()
    {
        ScenarioVerdict verdict = ScenarioChecker.Check(new Probe([c => c.ReadOnce(64)], witness: _ => false), Configuration.Parse(""));
        Assert.Equal(Verdict.Inconclusive, verdict.Verdict);
        Assert.Equal(["not reached: witness"], verdict.Inconclusive);
    }

    [Fact]
    public void A_bound_makes_the_verdict_inconclusive()
    {
        ScenarioVerdict verdict = ScenarioChecker.Check(s_collapse, Configuration.Parse("era=E1"), new ExplorationOptions { MaxExecutions = 1 });
        Assert.Equal(Verdict.Inconclusive, verdict.Verdict);
        Assert.False(verdict.Exploration.IsExhaustive);
        Assert.NotEmpty(verdict.Inconclusive);
    }

    [Fact]
    public void A_violation_found_before_a_bound_counts()
    {
        ScenarioVerdict verdict = ScenarioChecker.Check(s_collapse, Configuration.Parse("era=E0"), new ExplorationOptions { StopAtFirstViolation = true });
        Assert.Equal(Verdict.Violated, verdict.Verdict);
        Assert.Equal(1, verdict.Violations);
        Assert.Equal(ViolationKind.LostData, verdict.Failure!.Kind);
        Assert.Empty(verdict.Inconclusive);
    }

    [Fact]
    public void A_deadlock_is_a_violation()
    {
        var a = new Spinlock(64, "a");
        var b = new Spinlock(72, "b");
        ScenarioVerdict verdict = ScenarioChecker.Check(new Probe([c => Nest(c, a, b), c => Nest(c, b, a)]), Configuration.Parse(""));
        Assert.Equal(Verdict.Violated, verdict.Verdict);
        Assert.Equal(ViolationKind.Deadlock, verdict.Failure!.Kind);
        Assert.Contains("CPU 0 (left) holds a and waits for b, held by CPU 1 (right)", verdict.Failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, Verdict.Violated)]
    [InlineData(false, Verdict.Holds)]
    public void A_grace_period_that_never_ends_is_a_violation(bool inside, Verdict expected)
    {
        ScenarioVerdict verdict = ScenarioChecker.Check(
            new Probe(
            [
                c => { c.SynchronizeRcu(); c.WriteOnce(64, 1); },
                c =>
                {
                    if (inside)
                    {
                        c.RcuReadLock();
                    }

                    c.SmpCondLoadRelaxedEqual(64, 1);
                    if (inside)
                    {
                        c.RcuReadUnlock();
                    }
                },
            ]),
            Configuration.Parse(""));
        Assert.Equal(expected, verdict.Verdict);
        string? message = inside
            ? "nothing can move: CPU 0 (left) waits for a grace period that never ends; CPU 1 (right) is in a read-side section and waits for [0x40]; "
                + "a grace period never ends, because of the read-side section of right"
            : null;
        Assert.Equal(message, verdict.Failure?.Message);
    }

    [Fact]
    public void A_failed_thread_is_a_violation()
    {
        ScenarioVerdict verdict = ScenarioChecker.Check(
            new Probe([c => c.WriteOnce(64, 1), c => c.BugOn(c.ReadOnce(64) == 1, "seen")]), Configuration.Parse(""));
        Assert.Equal(Verdict.Violated, verdict.Verdict);
        Assert.Equal(new FailureNote(ViolationKind.Assertion, "seen"), verdict.Failure);
        Assert.Equal(2, verdict.Exploration.Executions);
        Assert.Equal(1, verdict.Violations);
    }

    [Fact]
    public void The_example_has_the_fewest_context_switches()
    {
        ScenarioVerdict verdict = ScenarioChecker.Check(
            new Probe(
            [
                c => { c.WriteOnce(64, 1); c.WriteOnce(72, 1); },
                c => { c.ReadOnce(72); c.BugOn(c.ReadOnce(64) == 1, "seen"); },
            ]),
            Configuration.Parse(""));
        Assert.Equal(2, verdict.Violations);
        Assert.Equal(1, ContextSwitches.Count(verdict.Example!));
    }

    [Theory]
    [InlineData(false, Verdict.Violated)]
    [InlineData(true, Verdict.Holds)]
    public void A_data_race_under_lkmm_is_a_violation(bool ordered, Verdict expected)
    {
        ScenarioVerdict verdict = ScenarioChecker.Check(
            new Probe(
            [
                c =>
                {
                    c.PlainStore(64, 1);
                    if (ordered)
                    {
                        c.SmpStoreRelease(72, 1);
                    }
                    else
                    {
                        c.WriteOnce(72, 1);
                    }
                },
                c =>
                {
                    if (c.SmpLoadAcquire(72) == 1)
                    {
                        c.PlainLoad(64);
                    }
                },
            ]),
            Configuration.Parse("model=lkmm"));
        Assert.Equal(expected, verdict.Verdict);
        Assert.Equal(ordered ? null : ViolationKind.DataRace, verdict.Failure?.Kind);
    }

    [Fact]
    public void Check_CpusWithTheSameCode_StandForAllExecutions()
    {
        var options = new ExplorationOptions { ReducesSymmetry = true };
        ScenarioVerdict verdict = ScenarioChecker.Check(Alike(treatsAlike: true), Configuration.Parse(""), options);
        Assert.Equal(Verdict.Holds, verdict.Verdict);
        Assert.Equal(1, verdict.Exploration.Executions);
        Assert.Equal((UInt128)6, verdict.Exploration.Symmetry!.Represented);
        Assert.Equal(6, ScenarioChecker.Check(Alike(treatsAlike: true), Configuration.Parse("")).Exploration.Executions);
    }

    [Fact]
    public void Check_MayJudgeCpusWithTheSameCodeDifferently_SymmetryIsRefused()
    {
        var options = new ExplorationOptions { ReducesSymmetry = true };
        string message = Assert.Throws<ScenarioException>(() => ScenarioChecker.Check(Alike(treatsAlike: false), Configuration.Parse(""), options)).Message;
        Assert.Contains("test/alike", message, StringComparison.Ordinal);
    }

    private static void Nest(Cpu cpu, Spinlock outer, Spinlock inner)
    {
        cpu.SpinLock(outer);
        cpu.SpinLock(inner);
        cpu.SpinUnlock(inner);
        cpu.SpinUnlock(outer);
    }

    /// <summary>Three CPUs that increment one number.</summary>
    private static FakeScenario Alike(bool treatsAlike) => new("test/alike")
    {
        OnBuild = _ =>
        {
            ThreadBody increment = static t => t.Rmw(RmwKind.Add, 0x1000, 1, 0, Executions.Access.Atomic);
            return new ScenarioInstance
            {
                Program = new CheckedProgram { Name = "test/alike", Threads = [increment, increment, increment] },
                Model = MemoryModel.Sc,
                Property = static execution => execution.Final(0x1000) == 3 ? null : new FailureNote(ViolationKind.Assertion, "an increment is lost"),
                Witnesses = [],
                TreatsIdenticalAlike = treatsAlike,
            };
        },
    };

    /// <summary>A scenario made of some tasks under SC, or LKMM if asked for.</summary>
    private sealed class Probe(Action<Cpu>[] tasks, Func<IExecution, bool>? witness = null) : Scenario
    {
        public override string Id => "test/probe";

        public override string Title => "test";

        public override string Documentation => "";

        public override IReadOnlyList<Axis> Axes => [];

        public override IReadOnlyList<Step> Steps => [];

        public override IReadOnlyList<ExpectedVerdict> Expected => [];

        public override ScenarioInstance Build(Configuration configuration)
        {
            bool lkmm = configuration.Model == "lkmm";
            var machine = new CheckedMachine(lkmm ? Architecture.Lkmm : Architecture.Sc, tasks.Length) { HasGracePeriods = true };
            return new ScenarioInstance
            {
                Program = new CheckedProgram { Name = Id, Threads = [.. tasks.Select(machine.Task)], ThreadNames = ["left", "right"] },
                Model = lkmm ? MemoryModel.Lkmm : MemoryModel.Sc,
                Property = _ => null,
                Witnesses = [new Witness("witness", witness ?? (_ => true))],
            };
        }
    }
}
