using System.Globalization;
using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Isla.Layout;

/// <summary>Evaluates the registers that threads start with.</summary>
public static class InitialRegisters
{
    private const int GeneralCount = 31;

    /// <summary>
    /// What isla's configuration for tests with address translation sets: EL0, the stack pointer of EL0, PAN off; besides, the default tables with ASID 0.
    /// </summary>
    private static readonly (string Name, ulong Value)[] s_defaults =
    [
        ("PSTATE.EL", 0),
        ("PSTATE.PAN", 0),
        ("PSTATE.SP", 0),
        ("VBAR_EL1", 0),
        ("VBAR_EL2", 0),
    ];

    /// <summary>The name of a register as expressions and code have it: R1 of the file is X1.</summary>
    public static string Normalize(string name) =>
        name.Length > 1 && name[0] is 'R' or 'X' or 'W'
        && int.TryParse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        && number < GeneralCount
            ? string.Create(CultureInfo.InvariantCulture, $"X{number}")
            : name;

    internal static IslaThreadState Evaluate(IslaTest test, IslaThread thread, EvaluationScope scope)
    {
        var values = new SortedDictionary<string, ulong>(s_defaults.ToDictionary(d => d.Name, d => d.Value, StringComparer.Ordinal), StringComparer.Ordinal);
        values["TTBR0_EL1"] = values["TTBR0_EL2"] = DefaultTables.RootIn(test);
        foreach (IReadOnlyList<IslaRegister> registers in (IReadOnlyList<IslaRegister>[])[thread.Init, thread.Reset])
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (IslaRegister register in registers)
            {
                string name = Normalize(register.Name);
                if (!seen.Add(name))
                {
                    throw test.Source.Error(register.Offset, $"the register {name} is there twice");
                }

                // Such names are settings of isla itself, for instance how it handles writes of symbolic values.
                if (!name.StartsWith("__isla", StringComparison.Ordinal))
                {
                    values[name] = scope.Number(register.Value, thread);
                }
            }
        }

        Check(test.Source, thread, values);
        return new IslaThreadState(thread, values);
    }

    private static void Check(SourceText source, IslaThread thread, SortedDictionary<string, ulong> values)
    {
        foreach (IslaRegister register in thread.Init.Concat(thread.Reset))
        {
            ulong most = register.Name switch
            {
                "PSTATE.EL" => 2,
                "PSTATE.SP" or "PSTATE.PAN" => 1,
                _ => ulong.MaxValue,
            };
            if (values.TryGetValue(register.Name, out ulong value) && value > most)
            {
                throw source.Error(register.Value.Offset, $"expected {register.Name} to be at most {most}");
            }
        }
    }
}
