using Racewalk.Oracle.Generation;
using Racewalk.Oracle.Language;
using Racewalk.Oracle.Unfolding;
using Racewalk.Programs;

namespace Racewalk.Oracle.Tests;

// The oracle's own interpreter and the one on ThreadContext do the same: the same operations, with the same dependencies.
public sealed class RunnerTests
{
    [Theory]
    [MemberData(nameof(Profiles))]
    public void RunnerAsksForWhatUnfoldingsSay(ProgramProfile profile)
    {
        for (ulong seed = 0; seed < 300; seed++)
        {
            TestProgram program = RandomPrograms.Generate(profile, seed);
            try
            {
                List<ThreadUnfolding>[] unfoldings = Unfolder.Unfold(program, true, 500, out _);
                CheckedProgram runnable = ProgramRunner.ToChecked(program);
                for (int thread = 0; thread < unfoldings.Length; thread++)
                {
                    foreach (ThreadUnfolding unfolding in unfoldings[thread])
                    {
                        new Replay(runnable, thread, unfolding).Run();
                    }
                }
            }
            catch (TooLargeException)
            {
                // Smaller ones are enough.
            }
        }
    }

    public static TheoryData<ProgramProfile> Profiles => [.. RandomPrograms.Profiles];
}
