using Racewalk.Oracle.Axioms;
using Racewalk.Oracle.Generation;
using Racewalk.Oracle.Language;

namespace Racewalk.Oracle.Tests;

// The axioms of SC and TSO against machines.
public sealed class MachineTests
{
    public static TheoryData<ProgramProfile> Profiles => [.. RandomPrograms.Profiles];

    [Theory]
    [MemberData(nameof(Profiles))]
    public void AxiomsAllowWhatMachinesDo(ProgramProfile profile)
    {
        int compared = 0;
        for (ulong seed = 0; seed < 60; seed++)
        {
            TestProgram program = RandomPrograms.Generate(profile, seed);
            OracleResult result = Enumerator.Enumerate(program, [OracleModel.Sc, OracleModel.Tso], OracleOptions.Quick);
            if (result.IsRejected)
            {
                continue;
            }

            Compare(OracleModel.Sc, false);
            Compare(OracleModel.Tso, true);

            void Compare(OracleModel model, bool buffers)
            {
                if (Machine.Explore(ProgramRunner.ToChecked(program), buffers, 1_500) is { } executions)
                {
                    compared++;
                    Assert.True(result.Complete(model).SetEquals(executions), $"{model}\n{program}");
                }
            }
        }

        Assert.True(compared > 50, $"only {compared} were small enough");
    }
}
