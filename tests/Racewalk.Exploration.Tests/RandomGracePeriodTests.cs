using System.Globalization;
using Racewalk.Fuzz;
using Racewalk.Oracle;
using Racewalk.Oracle.Axioms;
using Racewalk.Oracle.Generation;
using Racewalk.Oracle.Language;
using Xunit.Abstractions;

namespace Racewalk.Exploration.Tests;

/// <summary>
/// Random programs with grace periods under SC: the explorer, for which each grace period and section are in one order or the other, against LKMM's axiom over
/// SC, which counts chains. (<see cref="RandomProgramTests"/> and the others compare it with the enumerator's version of its own definition, under every model.)
/// </summary>
public sealed class RandomGracePeriodTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("sc", 1500)]
    [InlineData("sc-graphs", 300)]
    public void Explore_RandomPrograms_AgreesWithLkmmsAxiomOverSc(string engineName, int count)
    {
        Engine engine = Engine.All.Single(e => e.Name == engineName);
        int compared = 0;
        long executions = 0;
        for (ulong seed = 100_000; seed < 100_000 + (ulong)count; seed++)
        {
            TestProgram program = RandomPrograms.Generate(ProgramProfile.Rcu, seed, engine.Dialect);
            OracleResult axiom = Enumerator.Enumerate(program, [OracleModel.ScRcuAxiom], OracleOptions.Quick);
            if (axiom.IsRejected)
            {
                continue;
            }

            IReadOnlySet<string> expected = axiom.Complete(OracleModel.ScRcuAxiom);
            string? difference = Differential.Compare(program, engine, expected, out _);
            Assert.True(difference is null, string.Create(CultureInfo.InvariantCulture, $"{seed}: {difference}\n{ProgramPrinter.Print(program)}"));
            compared++;
            executions += expected.Count;
        }

        output.WriteLine($"{compared} programs, {executions} executions");
        Assert.True(compared >= count * 9 / 10);
    }
}
