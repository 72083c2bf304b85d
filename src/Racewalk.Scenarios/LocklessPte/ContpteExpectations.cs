namespace Racewalk.Scenarios.LocklessPte;

/// <summary>What each configuration of lockless-pte/contpte must give.</summary>
internal static class ContpteExpectations
{
    /// <summary>The table.</summary>
    internal static IReadOnlyList<ExpectedVerdict> All { get; } =
    [
        Expect.Holds("", "rules (1) and (3a): what is not consistent is read again"),
        Expect.Violated("-lockless-validate", "5c: the other entry is read while it is broken: dirty is missed"),
        Expect.Holds("arch=sc", "the same"),
        Expect.Violated("arch=sc -lockless-validate", "5c: it needs no memory model"),
        Expect.Holds("arch=lkmm", "the kernel's own model promises it"),
        Expect.Violated("arch=lkmm -lockless-validate", "5c"),
        Expect.Holds("target=first", "the same for the first entry"),
        Expect.Violated("target=first -lockless-validate", "5c"),
        Expect.Holds("reads=2", "the same"),
        Expect.Violated("reads=2 -lockless-validate", "5c: a second read finds the same clean value: undetected, as Ryan Roberts says"),
        Expect.Holds("form=early-exit", "question 8: what is not looked at can add nothing, and what is looked at is validated"),
        Expect.Violated("form=early-exit -lockless-validate", "5c"),
        Expect.Holds("form=early-exit target=first", "question 8: the same for the first entry"),
        Expect.Violated("form=early-exit target=first -lockless-validate", "5c"),
        Expect.Violated("form=norecency", "rule (1) is what that proposal gives up: the dirty state is in another entry"),
        Expect.Violated("form=norecency writer=none", "even without a race"),
        Expect.Holds("writer=none", "needs a race for a mutant: without one it is the same as ptep_get, rule (1)"),
        Expect.Holds("form=early-exit writer=none", "needs a race for a mutant: rule (1)"),
        Expect.Holds("writer=fold", "needs no step for the verdict: convert writes what it has gathered into every entry of the new set"),
        Expect.Holds("writer=fold -lockless-validate", "redundant: an entry that is contiguous has the dirty state itself"),
        Expect.Holds("form=early-exit writer=fold", "needs no step for the verdict: the same (question 8)"),
        Expect.Holds("form=early-exit writer=fold -lockless-validate", "redundant: the same"),
        Expect.Holds("writer=wrprotect", "needs no step for the verdict: in place, nothing is ever invalid, and what the hardware says of the dirty state becomes software's at once"),
        Expect.Holds("writer=wrprotect -lockless-validate", "in place: no entry is ever without its dirty state"),
        Expect.Holds("writer=clear-young", "needs no step for the verdict: in place, nothing is ever invalid"),
        Expect.Holds("writer=clear-young -lockless-validate", "in place: no entry is ever without its dirty state"),
    ];
}
