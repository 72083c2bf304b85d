using Racewalk.Programs;
using Racewalk.Reporting.Json;
using Racewalk.Reporting.Race;

namespace Racewalk.Reporting.Pipelines;

/// <summary>A rule of SARIF.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name, in Pascal case as SARIF has it.</param>
/// <param name="Title">The rule in a few words.</param>
/// <param name="Help">What it means that it is broken, and where to look.</param>
internal sealed record SarifRule(string Id, string Name, string Title, string Help);

/// <summary>The rules: one for each kind of violation, and one for each other thing that there is to report.</summary>
internal static class SarifRules
{
    /// <summary>A verdict that is not known.</summary>
    public const string Inconclusive = "inconclusive";

    /// <summary>A configuration that holds where the catalogue expects it to be violated.</summary>
    public const string Unexpected = "unexpected-verdict";

    /// <summary>A litmus test whose condition does not hold as it is quantified.</summary>
    public const string Condition = "litmus-condition";

    /// <summary>All rules, in a fixed order.</summary>
    public static IReadOnlyList<SarifRule> All { get; } =
    [
        .. Enum.GetValues<ViolationKind>().Where(static k => k != ViolationKind.Halted).Select(static k => new SarifRule(JsonNames.Of(k), k.ToString(), OutcomeWriter.Describe(k), Help(k))),
        new SarifRule(
            Condition,
            "LitmusCondition",
            "litmus condition",
            "The condition of the litmus test does not hold as it is quantified: what must not be can be (~exists), what must always be need not be (forall), or nothing satisfies it (exists)."),
        new SarifRule(
            Unexpected,
            "UnexpectedVerdict",
            "unexpected verdict",
            "The catalogue expects a violation, and there is none: the step that the mutant leaves out may be needless, or the check no longer sees what it should."),
        new SarifRule(
            Inconclusive,
            "Inconclusive",
            "inconclusive",
            "Nothing broken was found, but a bound was reached or a behaviour that must be possible was not seen: this says nothing about what was not visited. Raise the bound that the message names."),
    ];

    /// <summary>The place of a rule in the list.</summary>
    public static int IndexOf(string id)
    {
        for (int i = 0; i < All.Count; i++)
        {
            if (string.Equals(All[i].Id, id, StringComparison.Ordinal))
            {
                return i;
            }
        }

        throw new ArgumentException($"there is no rule '{id}'", nameof(id));
    }

    private static string Help(ViolationKind kind) => kind switch
    {
        ViolationKind.Assertion => "A property of the scenario, or an assertion of the checked code, is false in an execution that the memory model allows.",
        ViolationKind.UseAfterFree => "Memory is read or written after it was freed. Something must keep it, or keep the other CPU away: a reference, a recheck, a grace period, a flush that waits.",
        ViolationKind.LostData => "A store that must survive is lost, as when a page is replaced by a copy that was made before the store.",
        ViolationKind.Deadlock => "Nothing can move: the CPUs wait for each other. The example says who holds and waits for what.",
        ViolationKind.SelfDeadlock => "A CPU takes a lock that it holds itself, often in an interrupt that comes while the lock is held.",
        ViolationKind.IpiWaitWithInterruptsOff => "A CPU waits for others to answer an inter-processor interrupt while its own interrupts are off: two that do so wait for each other.",
        ViolationKind.DataRace => "Two accesses of one location, one of them plain and one a write, have nothing that orders them: the compiler may tear or repeat them. Mark them (READ_ONCE, WRITE_ONCE) or order them.",
        ViolationKind.Discipline => "A rule of the machine is broken: an unlock of a lock that is not held, an interrupt mask that is not balanced.",
        ViolationKind.UnhandledFault => "An access takes a fault that nobody handles, which is an oops.",
        ViolationKind.BreakBeforeMake => "Two translations of one address that may not be live together can both be cached: the entry must be made invalid and flushed before the new one is written.",
        ViolationKind.SleepingInAtomic => "Something that may sleep is done where the context must not: interrupts or preemption off, a spinlock held, a handler.",
        ViolationKind.UnboundedWait => "Somebody waits for a virtual CPU that the host has halted, where it cannot let others run.",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no violation"),
    };
}
