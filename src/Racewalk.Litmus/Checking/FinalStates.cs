using System.Globalization;
using System.Text;
using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Checking;

/// <summary>Judges and writes down final states.</summary>
internal sealed class FinalStates(LitmusProgram program)
{
    private readonly StringBuilder _text = new();

    /// <summary>Whether the final state satisfies a proposition.</summary>
    public bool Satisfies(Proposition proposition, IFinalState state)
    {
        switch (proposition)
        {
            case TrueProposition:
                return true;
            case ValueProposition v:
                return program.Holds(v, state.Value(v.Place));
            case SameValueProposition same:
                return state.Value(same.Left) == state.Value(same.Right);
            case NotProposition not:
                return !Satisfies(not.Operand, state);
            case AndProposition and:
                foreach (Proposition operand in and.Operands)
                {
                    if (!Satisfies(operand, state))
                    {
                        return false;
                    }
                }

                return true;
            case OrProposition or:
                foreach (Proposition operand in or.Operands)
                {
                    if (Satisfies(operand, state))
                    {
                        return true;
                    }
                }

                return false;
            case FaultProposition fault:
                return HasFault(fault, state);
            default:
                throw new InvalidOperationException($"unknown proposition {proposition.GetType().Name}");
        }
    }

    /// <summary>The state as herd7 prints it.</summary>
    public string Describe(IFinalState state)
    {
        _text.Clear();
        foreach (FinalPlace place in program.Question.Shown)
        {
            Separate();
            if (place.Length > 0)
            {
                DescribeArray(place, state);
                continue;
            }

            string value = program.FormatFinal(place, state.Value(place));
            if (place.IsLocation)
            {
                string name = program.Locations[place.Number];
                _text.Append(name.EndsWith(']') ? name : $"[{name}]").Append('=').Append(value).Append(';');
            }
            else
            {
                _text.Append(place.Thread).Append(':').Append(program.Threads[place.Thread].RegisterName(place.Number)).Append('=').Append(value).Append(';');
            }
        }

        DescribeFaults(state);
        return _text.ToString();
    }

    private void Separate()
    {
        if (_text.Length > 0)
        {
            _text.Append(' ');
        }
    }

    private void DescribeArray(FinalPlace array, IFinalState state)
    {
        IEnumerable<FinalPlace> elements = Enumerable.Range(array.Number, array.Length).Select(static n => new FinalPlace(-1, n));
        _text.Append(program.NameOfArray(array.Number)).Append("={")
            .AppendJoin(',', elements.Select(e => program.FormatFinal(e, state.Value(e)))).Append("};");
    }

    // The faults taken that the condition asks for, and those asked for that were not taken.
    private void DescribeFaults(IFinalState state)
    {
        IReadOnlyList<FaultProposition> asked = program.Question.ShownFaults;
        IEnumerable<string> taken = asked.Select(static f => f.Thread).Distinct().Order()
            .SelectMany(t => state.Faults(t).Where(f => asked.Any(a => a.Thread == t && Matches(a, f)))
                .Select(f => FormatFault(t, f.Label, f.Location, KindAskedFor(asked, t, f))));
        IEnumerable<string> missing = asked.Where(f => !HasFault(f, state)).Select(f => "~" + FormatFault(f.Thread, f.Label, f.Location, f.Kind));
        foreach (string fault in taken.Concat(missing).Distinct(StringComparer.Ordinal))
        {
            Separate();
            _text.Append(fault).Append(';');
        }
    }

    private string FormatFault(int thread, string? label, int location, string? kind) => string.Create(
        CultureInfo.InvariantCulture,
        $"Fault(P{thread}{(label is null ? "" : $":{label}")}{(location < 0 ? "" : $",{program.NameOfArray(location)}")}{(kind is null ? "" : $",{kind}")})");

    private static bool HasFault(FaultProposition asked, IFinalState state) =>
        state.Faults(asked.Thread).Any(f => Matches(asked, f));

    private static bool Matches(FaultProposition asked, LitmusFault fault) =>
        (asked.Label is null || asked.Label == fault.Label)
        && (asked.Location < 0 || asked.Location == fault.Location)
        && (asked.Kind is null || IsOfKind(fault.Kind, asked.Kind));

    // MMU:Permission is one on the data side (D-MMU) as well as on the instruction side; MMU is any of them.
    private static bool IsOfKind(string kind, string asked) =>
        kind == asked || (kind.StartsWith("D-", StringComparison.Ordinal) && (kind[2..] == asked || kind[2..].StartsWith($"{asked}:", StringComparison.Ordinal)));

    // A class is shown as the condition names it.
    private static string KindAskedFor(IReadOnlyList<FaultProposition> asked, int thread, LitmusFault fault) =>
        asked.FirstOrDefault(a => a.Thread == thread && a.Kind is not null && Matches(a, fault))?.Kind ?? fault.Kind;
}
