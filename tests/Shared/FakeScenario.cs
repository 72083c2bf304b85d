using Racewalk.Exploration;
using Racewalk.Models;
using Racewalk.Programs;
using Racewalk.Scenarios;

namespace Racewalk.Testing;

/// <summary>A scenario whose parts are given.</summary>
internal sealed class FakeScenario(string id) : Scenario
{
    public override string Id { get; } = id;

    public override string Title => "Does it hold?";

    public override string Documentation => "A scenario for tests.";

    public override IReadOnlyList<Axis> Axes { get; } =
    [
        new Axis("arch", ["x86-64", "arm64"], "the architecture"),
        new Axis("era", ["E1", "E0"], "E0: before the recheck; E1: with it"),
    ];

    public override IReadOnlyList<Step> Steps { get; } =
    [
        new Step("read-pmd", "GUP-fast", "gup_fast_pmd_range", "6.12", "mm/gup.c", false),
        new Step("read-pte", "GUP-fast", "gup_fast_pte_range", "6.12", "mm/gup.c", false),
        new Step("grab", "GUP-fast", "try_grab_folio_fast", "6.12", "mm/gup.c", false),
        new Step("recheck-pmd", "GUP-fast", "gup_fast_pte_range", "6.12", "mm/gup.c", true),
        new Step("recheck-pte", "GUP-fast", "gup_fast_pte_range", "6.12", "mm/gup.c", true),
        new Step("clear-pmd", "collapse", "pmdp_collapse_flush", "6.12", "mm/pgtable-generic.c", false),
        new Step("flush", "collapse", "pmdp_collapse_flush", "6.12", "mm/pgtable-generic.c", true),
        new Step("check-refcount", "collapse", "__collapse_huge_page_isolate", "6.12", "mm/khugepaged.c", false),
        new Step("copy", "collapse", "__collapse_huge_page_copy", "6.12", "mm/khugepaged.c", false),
        new Step("free", "collapse", "free_page_and_swap_cache", "6.12", "mm/swap_state.c", false),
    ];

    public override IReadOnlyList<ExpectedVerdict> Expected { get; } =
    [
        new ExpectedVerdict(Configuration.Parse("arch=x86-64"), Verdict.Holds, "the recheck (70cbc3cc78a9)"),
        new ExpectedVerdict(Configuration.Parse("arch=arm64"), Verdict.Holds, "the recheck (70cbc3cc78a9)"),
        new ExpectedVerdict(Configuration.Parse("era=E0"), Verdict.Violated, "no recheck before 70cbc3cc78a9"),
        new ExpectedVerdict(Configuration.Parse("-flush"), Verdict.Violated, "mutant: no barrier on the collapse side"),
    ];

    public Func<Configuration, ScenarioInstance>? OnBuild { get; init; }

    public override ScenarioInstance Build(Configuration configuration) => OnBuild?.Invoke(configuration) ?? Instance(new CheckedProgram
    {
        Name = Id,
        Threads = [static _ => { }, static _ => { }],
        ThreadNames = ["collapse", "GUP-fast"],
    });

    public static ScenarioInstance Instance(CheckedProgram program) => new()
    {
        Program = program,
        Model = MemoryModel.Sc,
        Property = static _ => null,
        Witnesses = [new Witness("the pin succeeds", static _ => true)],
    };

    public ScenarioVerdict Judged(Verdict verdict, string configuration, Execution? example = null, FailureNote? failure = null) => new()
    {
        Scenario = this,
        Configuration = Configuration.Parse(configuration),
        Model = "sc",
        Verdict = verdict,
        Warnings = [],
        Exploration = new ExplorationResult
        {
            Executions = 1234,
            Blocked = 56,
            Cut = 0,
            Bounds = verdict == Verdict.Inconclusive ? ["loop bound 16 in 'spin_lock'"] : [],
            Elapsed = TimeSpan.FromMilliseconds(420),
        },
        Violations = verdict == Verdict.Violated ? 7 : 0,
        Failure = failure,
        Example = example,
        Witnesses = [(new Witness("the pin succeeds", static _ => true), true), (new Witness("the collapse succeeds", static _ => true), true)],
        Inconclusive = verdict == Verdict.Inconclusive ? ["loop bound 16 in 'spin_lock'"] : [],
    };
}
