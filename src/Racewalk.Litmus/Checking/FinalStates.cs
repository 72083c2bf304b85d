using System.Globalization;
using System.Text;
using Racewalk.Litmus.Candidates;
using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Checking;

/// <summary>Reads the final state of a complete candidate.</summary>
internal sealed class FinalStates(LitmusProgram program)
{
    private readonly StringBuilder _text = new();

    /// <summary>Whether the final state satisfies a proposition.</summary>
    public bool Satisfies(Proposition proposition, Candidate candidate, ReadValues values)
    {
        switch (proposition)
        {
            case TrueProposition:
                return true;
            case ValueProposition v:
                return program.Holds(v, Value(v.Place, candidate, values));
            case SameValueProposition same:
                return Value(same.Left, candidate, values) == Value(same.Right, candidate, values);
            case NotProposition not:
                return !Satisfies(not.Operand, candidate, values);
            case AndProposition and:
                foreach (Proposition operand in and.Operands)
                {
                    if (!Satisfies(operand, candidate, values))
                    {
                        return false;
                    }
                }

                return true;
            case OrProposition or:
                foreach (Proposition operand in or.Operands)
                {
                    if (Satisfies(operand, candidate, values))
                    {
                        return true;
                    }
                }

                return false;
            case FaultProposition fault:
                return HasFault(fault, candidate);
            default:
                throw new InvalidOperationException($"unknown proposition {proposition.GetType().Name}");
        }
    }

    /// <summary>The state as herd7 prints it.</summary>
    public string Describe(Candidate candidate, ReadValues values)
    {
        _text.Clear();
        foreach (FinalPlace place in program.Question.Shown)
        {
            Separate();
            if (place.Length > 0)
            {
                DescribeArray(place, candidate, values);
                continue;
            }

            string value = program.FormatFinal(place, Value(place, candidate, values));
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

        DescribeFaults(candidate);
        return _text.ToString();
    }

    private void Separate()
    {
        if (_text.Length > 0)
        {
            _text.Append(' ');
        }
    }

    private void DescribeArray(FinalPlace array, Candidate candidate, ReadValues values)
    {
        IEnumerable<FinalPlace> elements = Enumerable.Range(array.Number, array.Length).Select(static n => new FinalPlace(-1, n));
        _text.Append(program.NameOfArray(array.Number)).Append("={")
            .AppendJoin(',', elements.Select(e => program.FormatFinal(e, Value(e, candidate, values)))).Append("};");
    }

    // The faults taken that the condition asks for, and those asked for that were not taken.
    private void DescribeFaults(Candidate candidate)
    {
        IReadOnlyList<FaultProposition> asked = program.Question.ShownFaults;
        IEnumerable<string> taken = asked.Select(static f => f.Thread).Distinct().Order()
            .SelectMany(t => candidate.Skeleton.Paths[t].Trace.Faults.Where(f => asked.Any(a => a.Thread == t && Matches(a, f)))
                .Select(f => FormatFault(t, f.Label, f.Location, f.Kind)));
        IEnumerable<string> missing = asked.Where(f => !HasFault(f, candidate)).Select(f => "~" + FormatFault(f.Thread, f.Label, f.Location, f.Kind));
        foreach (string fault in taken.Concat(missing).Distinct(StringComparer.Ordinal))
        {
            Separate();
            _text.Append(fault).Append(';');
        }
    }

    private string FormatFault(int thread, string? label, int location, string? kind) => string.Create(
        CultureInfo.InvariantCulture,
        $"Fault(P{thread}{(label is null ? "" : $":{label}")}{(location < 0 ? "" : $",{program.Locations[location]}")}{(kind is null ? "" : $",{kind}")})");

    private ulong Value(FinalPlace place, Candidate candidate, ReadValues values)
    {
        if (!place.IsLocation)
        {
            return candidate.Skeleton.Paths[place.Thread].Trace.Registers.TryGetValue(place.Number, out Expr register)
                ? Known(register, values)
                : program.InitialRegister(place.Thread, place.Number);
        }

        for (int e = candidate.FinalWrites.Next(0); e >= 0; e = candidate.FinalWrites.Next(e + 1))
        {
            if (candidate.Skeleton.Events[e].Event.Location == place.Number)
            {
                return Known(candidate.Skeleton.Events[e].Event.Value, values);
            }
        }

        return program.InitialMemory.GetValueOrDefault(place.Number);
    }

    private static ulong Known(Expr e, ReadValues values) =>
        values.TryEvaluate(e, out ulong value) ? value : throw new InvalidOperationException("a value of a complete candidate is unknown");

    private static bool HasFault(FaultProposition asked, Candidate candidate) =>
        candidate.Skeleton.Paths[asked.Thread].Trace.Faults.Any(f => Matches(asked, f));

    private static bool Matches(FaultProposition asked, LitmusFault fault) =>
        (asked.Label is null || asked.Label == fault.Label)
        && (asked.Location < 0 || asked.Location == fault.Location)
        && (asked.Kind is null || asked.Kind == fault.Kind);
}
