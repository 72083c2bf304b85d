namespace Racewalk.Scenarios.HvoArm64;

/// <summary>What hvo-arm64/update must answer: the failure matrix, then what lies beside it.</summary>
internal static class UpdateExpectations
{
    /// <summary>All lines; each that holds has a mutant.</summary>
    internal static IReadOnlyList<ExpectedVerdict> All { get; } = [.. Matrix().Concat(Beside).SelectMany(WithMutant), .. Mutants];

    private static IEnumerable<ExpectedVerdict> Beside =>
    [
        Expect.Violated("strategy=fault-handler vcpu=writer-halts", "A4: whoever faults waits for a virtual CPU that the host has preempted"),
        Expect.Violated("strategy=fault-handler vcpu=other-halts memmap=block", "A4: the writer waits for the lock of a fault handler whose virtual CPU was preempted"),
        Expect.Holds("strategy=fault-handler vcpu=other-halts", "A: the writer of one entry has done its work when a fault handler has the lock"),
        Expect.Violated("strategy=own-lock-irqsave vcpu=writer-halts", "A4 remains with a lock of its own"),
        Expect.Violated("strategy=own-lock-irqsave vcpu=other-halts memmap=block", "A4 remains with a lock of its own"),
        Expect.Violated("vcpu=writer-halts", "B: all wait for the slowest virtual CPU"),
        Expect.Violated("vcpu=other-halts", "B: all wait for the slowest virtual CPU"),
        Expect.Violated("strategy=pause-counter vcpu=writer-halts", "D5: the paused wait for the one that pauses"),
        Expect.Violated("strategy=pause-counter vcpu=other-halts", "D5: safe, and without a bound"),
        Expect.Holds("strategy=equal-contents vcpu=writer-halts", "C: nobody waits"),
        Expect.Holds("strategy=equal-contents vcpu=other-halts", "C: nobody waits"),
        Expect.Violated("arch=x86-64 strategy=own-lock-irq", "the flush is an interrupt: it waits for other CPUs with interrupts off"),
        Expect.Violated("arch=x86-64 strategy=own-lock-irqsave", "the flush is an interrupt: it waits for other CPUs with interrupts off"),
        Expect.Violated("arch=x86-64 strategy=own-lock-raw rt=yes", "the flush is an interrupt: it waits for other CPUs with interrupts off"),
        Expect.Holds("memmap=block", "B: the split, too"),
        Expect.Violated("memmap=block strategy=none", "2bbm: a block gives way to a table, and an output address changes"),
        Expect.Violated("memmap=block strategy=none bbm=2", "2bbm: no level of FEAT_BBM covers the output address"),
        Expect.Holds("memmap=block strategy=fault-handler", "A: the split is made under the lock, and its faults are waited for"),
        Expect.Holds("memmap=block strategy=pause-counter", "D: the split, too"),
        Expect.Holds("memmap=block strategy=equal-contents bbm=2", "C: level 2 covers the split"),
        Expect.Violated("memmap=block strategy=equal-contents bbm=0 -check-bbml2", "the check left out: a block and a table are cached together"),
        Expect.Violated("memmap=block strategy=equal-contents bbm=1 -check-bbml2", "the check left out: level 1 has only nT"),
        Expect.Violated("memmap=block strategy=equal-contents bbm=mixed -check-bbml2", "the check left out: one CPU without level 2 is enough"),
        Expect.Holds("strategy=equal-contents tails=shared", "C with shared tails"),
        Expect.Holds("strategy=equal-contents tails=shared memmap=block bbm=2", "C with shared tails; level 2 is for the split alone"),
        Expect.Violated("strategy=none tails=shared", "2bbm: the output address of a writable entry changes, whatever the contents"),
        Expect.Holds("strategy=pause-counter ets=0", "D8: the return from the pause synchronises context, so that no fault is spurious"),
        Expect.Holds("strategy=pause-masks ets=0", "D8: the same"),
        Expect.Holds("ets=0", "D8 for B: the switch back from the stopper synchronises context"),
        Expect.Holds("strategy=fault-handler ets=0", "a spurious fault is tried again like any other"),
        Expect.Holds("strategy=equal-contents ets=0", "no entry is ever invalid"),
        Expect.Holds("entry=head strategy=equal-contents", "C5: the head's page moves while it is read-only, then becomes writable again"),
        Expect.Holds("entry=head", "B: the head's page moves"),
        Expect.Holds("entry=head strategy=pause-counter", "D: the head's page moves"),
        Expect.Violated("entry=head strategy=none", "2bbm: the output address of a writable entry changes"),
    ];

    private static IEnumerable<ExpectedVerdict> Mutants =>
    [
        Expect.Holds("strategy=equal-contents tails=shared -equal-contents -equal-wmb", "all tails of an order are the same by construction: there is nothing to copy"),
        Expect.Holds("strategy=equal-contents tails=shared memmap=block bbm=2 -equal-contents -equal-wmb", "all tails of an order are the same by construction: there is nothing to copy"),
        Expect.Violated("strategy=equal-contents -read-only-flush", "C's obligation: the writable entry is gone before the address changes"),
        Expect.Violated("strategy=equal-contents -equal-wmb", "C's obligation: the contents are equal when the address changes, not later"),
        Expect.Holds("strategy=equal-contents -move-flush", "who still reads the old page reads equal contents: the flush matters to whoever frees it"),
        Expect.Violated("strategy=pause-masks -paused-wmb", "D7: the other CPU forgets that it may go on after it was told: it waits for ever"),
        Expect.Violated("strategy=pause-masks -pause-rmb", "D7: the mask of those that may go on is read before the other CPU has left it"),
        Expect.Violated("strategy=pause-masks -pause-wait", "the entry is broken before the other CPU has stopped"),
        Expect.Violated("strategy=pause-counter -pause-wait", "the entry is broken before the other CPU has stopped"),
        Expect.Violated("strategy=pause-counter context=hardirq cpus=1 -pause-irq-off", "an interrupt where the pause comes from"),
        Expect.Violated("strategy=pause-counter context=hardirq cpus=1 nmi=yes -pause-irq-off", "an interrupt where the pause comes from"),
        Expect.Violated("strategy=own-lock-irqsave -set-pte-dsb-ishst -flush-dsb-ishst", "walks find the entry as it was"),
        Expect.Violated("strategy=fault-handler -flush-dsb-ish", "the new entry is there before the old one is gone"),
        Expect.Violated("-flush-dsb-ish", "the new entry is there before the old one is gone"),
    ];

    private static IEnumerable<ExpectedVerdict> WithMutant(ExpectedVerdict line)
    {
        yield return line;
        if (line.Verdict == Verdict.Holds)
        {
            bool isShared = line.Configuration.Values.TryGetValue(UpdateAxes.Tails.Name, out string? tails) && tails == "shared";
            string step = isShared ? "read-only-flush" : line.Configuration.Values.TryGetValue(UpdateAxes.Strategy.Name, out string? strategy) && strategy == "equal-contents" ? "equal-contents" : "flush-tlbi";
            yield return Expect.Violated($"{line.Configuration} -{step}", step == "equal-contents" ? "mutant: the contents differ" : "mutant: both translations are cached at once");
        }
    }

    // PROTOCOLS 2.8: strategy, context, PREEMPT_RT, pseudo-NMIs, number of CPUs.
    private static IEnumerable<ExpectedVerdict> Matrix() =>
        from strategy in UpdateAxes.Strategy.Values
        from context in UpdateAxes.Context.Values
        from cpus in UpdateAxes.Cpus.Values
        from rt in UpdateAxes.Rt.Values
        from nmi in UpdateAxes.Nmi.Values
        let configuration = Configuration.Parse($"strategy={strategy} context={context} cpus={cpus} rt={rt} nmi={nmi}")
        where UpdateAxes.Refusal(Complete(configuration)) is null
        let broken = UpdateRules.Broken(strategy, context, isOtherCpu: cpus == "2", isRt: rt == "yes", isNmi: nmi == "yes")
        select broken is null
            ? new ExpectedVerdict(Shortened(configuration), Verdict.Holds, UpdateRules.Reason(strategy))
            : new ExpectedVerdict(Shortened(configuration), Verdict.Violated, broken);

    private static Configuration Complete(Configuration configuration) => new(UpdateAxes.All.Select(a =>
        KeyValuePair.Create(a.Name, configuration.Values.TryGetValue(a.Name, out string? value) ? value : a.Values[0])));

    // Without defaults, as lines of the catalogue are written.
    private static Configuration Shortened(Configuration configuration) =>
        new(configuration.Values.Where(static p => UpdateAxes.All.First(a => a.Name == p.Key).Values[0] != p.Value));
}
