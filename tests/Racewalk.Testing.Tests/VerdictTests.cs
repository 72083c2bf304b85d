using Racewalk.Exploration;
using Racewalk.Models;

namespace Racewalk.Testing.Tests;

public sealed class VerdictTests
{
    [Fact]
    public void Thread_Throws_IsAViolation()
    {
        string message = Broken(program =>
        {
            var slots = program.SharedArray<int>(2);
            var index = program.Shared(0);
            program.Thread("writer", () => index.Write(2));
            program.Thread("reader", () => slots[index.Read()].Read());
        });

        Assert.Contains("IndexOutOfRangeException: 'slots' has 2 elements and none at 2", string.Join(' ', message.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public void Assertion_OfATestFramework_IsAViolation()
    {
        string message = Broken(program =>
        {
            var data = program.Shared(0);
            program.Thread("writer", () => data.Write(2));
            program.Thread("reader", () => Assert.NotEqual(2, (int)data.Read()));
        });

        Assert.Contains("NotEqual", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Spin_NobodyWrites_IsADeadlock()
    {
        Action<TestProgram> configure = program =>
        {
            var ready = program.Shared(false);
            program.Thread("writer", () => ready.Write(false));
            program.Thread("reader", () => Check.SpinUntil(() => ready.Read()));
        };

        Assert.Contains("deadlock: nothing can move any more", Broken(configure), StringComparison.Ordinal);
        AssertInconclusive("no execution is complete", configure, new ModelOptions { AllowsDeadlock = true });
    }

    [Fact]
    public void Await_ValueThatIsWritten_Ends()
    {
        ModelResult result = Model.Check(MemoryModel.Armv8, program =>
        {
            var data = program.Shared(0);
            var turn = program.Shared(0);
            program.Thread("writer", () =>
            {
                data.Write(1);
                turn.WriteRelease(3);
            });
            program.Thread("reader", () =>
            {
                Check.That(turn.AwaitNot(0) == 3, "turn");
                turn.Await(3);
                Check.That(data.Read() == 1, "data");
            });
        });

        Assert.Equal(1, result.Executions);
    }

    [Fact]
    public void Choose_TwoOfThree_VisitsEach()
    {
        ModelResult result = Model.Check(MemoryModel.Sc, program => program.Thread("one", () => _ = (Check.Choose(3), Check.Choose(2))));

        Assert.Equal(6, result.Executions);
    }

    [Fact]
    public void Loop_PastTheBound_IsInconclusive() => AssertInconclusive("loop bound of 4 in thread 0, loop 'count'", program =>
    {
        var data = program.Shared(0);
        program.Thread("counter", () =>
        {
            while (true)
            {
                Check.Loop("count");
                data.Increment();
            }
        });
        program.Thread("other", () => data.Write(0));
    }, new ModelOptions { LoopBound = 4 });

    [Fact]
    public void Loop_WithoutHead_IsInconclusive() => AssertInconclusive("event bound of 120", program =>
    {
        var ready = program.Shared(false);
        program.Thread("reader", () =>
        {
            while (!ready.Read())
            {
            }
        });
    });

    [Fact]
    public void MustHappen_NeverHappens_IsInconclusive() => AssertInconclusive("never happened: the flag is seen", program =>
    {
        var ready = program.Shared(false);
        var seen = program.MustHappen("the flag is seen");
        program.Thread("reader", () =>
        {
            if (ready.Read())
            {
                seen.Happens();
            }
        });
    });

    [Fact]
    public void MaxExecutions_Reached_IsInconclusive() => AssertInconclusive("execution budget of 2", Writers(3), new ModelOptions { MaxExecutions = 2 });

    [Fact]
    public void Check_AnotherModel_IsRefused() => Assert.Throws<ArgumentException>(() => Model.Check(MemoryModel.Power, Writers(1)));

    [Fact]
    public void EventBound_MoreThanArmv8Takes_IsRefused()
    {
        var options = new ModelOptions { EventBound = 129 };

        Assert.Throws<ArgumentException>(() => Model.Check(MemoryModel.Armv8, Writers(1), options));
        Assert.Equal(2, Model.Check(MemoryModel.Tso, Writers(1), options).Executions);
    }

    [Fact]
    public void Check_NoThreads_IsRefused() => Assert.Throws<ArgumentException>(() => Model.Check(MemoryModel.Sc, static _ => { }));

    [Theory]
    [InlineData("sc")]
    [InlineData("armv8")]
    public void Check_TwoWorkers_CountsTheSame(string name)
    {
        MemoryModel model = MemoryModel.All.Single(m => m.Name == name);
        // Each order of the writes, and then each place of the read between them: 4! * 5.
        Assert.Equal(120, Model.Check(model, Writers(4)).Executions);
        Assert.Equal(120, Model.Check(model, Writers(4), new ModelOptions { Workers = 2 }).Executions);
    }

    [Fact]
    public void ReducesSymmetry_IdenticalThreads_VisitsOneOfEachKind()
    {
        var reduced = new ModelOptions { ReducesSymmetry = true };
        // The orders of four increments are one but for names.
        Assert.Equal(24, Model.Check(MemoryModel.Tso, Increments).Executions);
        Assert.Equal(1, Model.Check(MemoryModel.Tso, Increments, reduced).Executions);
        Assert.Throws<UnsupportedSearchException>(() => Model.Check(MemoryModel.Armv8, Increments, reduced));

        static void Increments(TestProgram program)
        {
            var count = program.Shared(0);
            program.Threads(4, "adder", () => count.Increment());
            program.Final(() => Check.That(count.Read() == 4, "an increment is lost"));
        }
    }

    [Fact]
    public void Replay_OfARace_IsTheRace()
    {
        Action<TestProgram> configure = program =>
        {
            var count = program.Shared(0);
            program.Threads(2, "adder", () => count.Write(count.Read() + 1));
            program.Final(() => Check.That(count.Read() == 2, "an increment is lost"));
        };
        var race = Assert.Throws<RaceFoundException>(() => Model.Check(MemoryModel.Armv8, configure));
        var again = Assert.Throws<RaceFoundException>(() => Model.Check(MemoryModel.Armv8, configure, new ModelOptions { Replay = race.Replay }));

        Assert.Equal(race.Replay, again.Replay);
        Assert.Equal(1, again.Result.Violations);
        AssertInconclusive("there is no execution 77", configure, new ModelOptions { Replay = "77" });
    }

    private static Action<TestProgram> Writers(int count) => program =>
    {
        var data = program.Shared(-1);
        for (int i = 0; i < count; i++)
        {
            int value = i;
            program.Thread($"writer {i}", () => data.Write(value));
        }

        program.Thread("reader", () => data.Read());
    };

    private static string Broken(Action<TestProgram> configure) =>
        Assert.Throws<RaceFoundException>(() => Model.Check(MemoryModel.Armv8, configure)).Message;

    private static void AssertInconclusive(string reason, Action<TestProgram> configure, ModelOptions? options = null)
    {
        var inconclusive = Assert.Throws<InconclusiveException>(() => Model.Check(MemoryModel.Armv8, configure, options));
        Assert.Contains(reason, inconclusive.Message, StringComparison.Ordinal);
    }
}
