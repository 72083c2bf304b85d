using System.Collections.Immutable;
using Racewalk.Litmus.Dialects;
using Racewalk.Litmus.Dialects.AArch64;
using Racewalk.Litmus.Isla.Layout;
using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Isla;

/// <summary>Makes the programs of isla's tests ready to be run: the same threads, events and search as for herd's, with tables in memory.</summary>
public static class IslaLowering
{
    // No number of a test, no address and no descriptor.
    private const ulong Unset = 0x5EED_0000_0000_0000;

    /// <summary>Makes the program of a test.</summary>
    /// <param name="test">The test.</param>
    /// <param name="variants">Variants for the model, such as ets2.</param>
    /// <exception cref="LitmusException">Something has no meaning or is not supported.</exception>
    public static LitmusProgram Lower(IslaTest test, IReadOnlySet<string>? variants = null)
    {
        IslaInitialState state = IslaEvaluator.Evaluate(test);
        var space = new IslaCodeSpace(state);
        var memory = new IslaMemory(state);
        var threads = new List<ILitmusThread>();
        var registers = new Dictionary<(int Thread, int Register), ulong>();
        foreach (IslaThreadState thread in state.Threads)
        {
            // What the test does not set is unknown, and no assertion holds of it.
            for (int general = 0; general < AArch64Registers.StackPointer; general++)
            {
                registers[(thread.Number, general)] = Unset + (ulong)general;
            }

            threads.Add(AArch64Dialect.MakeThread(space.CodeOf(thread), new LocationTable(), space));
            foreach ((string name, ulong value) in thread.Registers)
            {
                if (AArch64Registers.TryParse(name, out int number))
                {
                    registers[(thread.Number, number)] = value;
                }
                else if (!IsKnown(name))
                {
                    throw test.Source.Unsupported(thread.Thread.Offset, $"the register {name}");
                }
            }
        }

        var question = new IslaQuestion(test, memory);
        Proposition condition = question.Lower(state.Final);
        return new LitmusProgram(test.Source, memory.Names, memory.Numbers)
        {
            Name = test.Name,
            Architecture = test.Architecture,
            Threads = threads,
            Question = new LitmusQuestion(Quantifier.Exists, condition, null, question.Shown) { Text = test.FinalText.Trim(), Line = test.FinalLine },
            InitialMemory = memory.Values,
            InitialRegisters = registers,
            PointerTargets = [],
            DefaultType = NumberType.Long,
            Variants = TestVariants.ForModel(variants ?? ImmutableHashSet<string>.Empty),
            Translation = new TranslationSetup
            {
                Tables = memory.Tables,
                Entries = ImmutableDictionary<int, int>.Empty,
                Pages = ImmutableDictionary<int, int>.Empty,
                Management = new HardwareManagement[threads.Count],
            },
        };
    }

    // Process state is looked at where exceptions are taken; privileged access never needs PAN to be off; EL2 is not entered.
    private static bool IsKnown(string register) => register is "PSTATE.EL" or "PSTATE.SP" or "PSTATE.PAN" or "VBAR_EL2" or "TTBR0_EL2";
}
