using Racewalk.Litmus.Checking;

namespace Racewalk.Reporting.Litmus;

/// <summary>Says why no execution satisfies a condition.</summary>
public static class ForbiddenText
{
    /// <summary>Writes the explanation.</summary>
    /// <param name="output">Where.</param>
    /// <param name="test">The test's name.</param>
    /// <param name="forbidden">The nearest candidate and what it violates; null if no choice of values gives such a state at all.</param>
    public static void Write(TextWriter output, string test, Forbidden? forbidden)
    {
        if (forbidden is null)
        {
            output.WriteLine($"Why {test}: no choice of what the reads return gives such a state, whatever the model");
            output.WriteLine();
            return;
        }

        output.WriteLine($"Why {test}: {forbidden.Picture.FinalState} violates {forbidden.Check}{(forbidden.Steps.Count == 0 ? "" : ":")}");
        int width = forbidden.Steps.Select(static s => s.Event.Length).DefaultIfEmpty(0).Max();
        bool isCycle = forbidden.Steps.All(static s => s.Relation.Length > 0);
        foreach (ForbiddenStep step in forbidden.Steps)
        {
            bool isHardware = step.Thread >= forbidden.Picture.Threads;
            string thread = step.Thread < 0 || isHardware ? "    " : $"P{step.Thread}".PadRight(4);
            string back = isCycle && step == forbidden.Steps[^1] ? "  (back to the first)" : "";
            string line = isHardware ? "hardware" : step.Line == 0 ? "initial" : $"line {step.Line}";
            string relation = step.Relation.Length == 0 ? "" : $"--{step.Relation}-->";
            output.WriteLine($"  {thread}{step.Event.PadRight(width)}  {line,-8}  {relation}{back}".TrimEnd());
        }

        output.WriteLine();
    }
}
