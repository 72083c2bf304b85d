using Racewalk.Exploration;
using Racewalk.Models;
using Racewalk.Programs;
using Racewalk.Reporting.Replay;
using Racewalk.Scenarios;
using Racewalk.Testing;

namespace Racewalk.Reporting.Tests;

public sealed class ReplayTests
{
    [Fact]
    public void Code_AllExecutionsOfAProgram_AreToldApart()
    {
        var codes = new CodeCollector();
        ExplorationResult result = Explorer.Explore(Counter(3), MemoryModel.Sc, codes);
        Assert.True(result.Executions > 5);
        Assert.Equal(result.Executions, codes.Codes.Count);
        Assert.Equal(codes.Codes.Count, codes.Codes.Distinct(StringComparer.Ordinal).Count());
        Assert.All(codes.Codes, static code => Assert.True(ExecutionCode.IsWellFormed(code)));
    }

    [Fact]
    public void Code_OtherOrderOfExploration_IsTheSame()
    {
        var forwards = new CodeCollector();
        var backwards = new CodeCollector();
        Explorer.Explore(Counter(3), MemoryModel.Sc, forwards);
        Explorer.Explore(Counter(3), MemoryModel.Sc, backwards, new ExplorationOptions { ThreadOrder = [2, 1, 0] });
        Assert.Equal(forwards.Codes.Order(StringComparer.Ordinal), backwards.Codes.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Code_NumbersAndKinds_AreWrittenOut()
    {
        var b = new ExecutionBuilder(2);
        for (int i = 0; i < 40; i++)
        {
            b.Write(0, 1, (ulong)i);
        }

        int send = b.Send(0, 1);
        b.Fence(0);
        b.Choice(0, 2);
        b.Poll(1, send);
        b.Poll(1);
        b.Read(1, 1, 39, 39);
        b.Read(1, 1, 36, 36);
        b.Read(1, 2, 0);
        Assert.Equal("123456789abcdefghijklmnopqrstuvwxyz_36__37__38__39__40_2.10_40__37_0", ExecutionCode.Of(b.Build()));
    }

    // Where a grace period ends nobody chose anything, and tokens stay as they are.
    [Theory]
    [InlineData(0, "1")]
    [InlineData(1, "__")]
    public void Code_GracePeriod_OnlyOneThatNeverEndsIsWritten(ulong chosen, string code)
    {
        var b = new ExecutionBuilder(1);
        b.Note(0, ChoiceNote.GracePeriod);
        b.Choice(0, chosen);
        if (chosen == 0)
        {
            b.Write(0, 1, 1);
        }

        Assert.Equal(code, ExecutionCode.Of(b.Build()));
        Assert.True(ExecutionCode.IsWellFormed(code));
    }

    [Fact]
    public void Replayer_DeadlockInAGracePeriod_IsFound()
    {
        var codes = new CodeCollector();
        CheckedProgram program = new()
        {
            Name = "endless",
            Threads =
            [
                static t => { t.Fence(Executions.FenceKind.SyncRcu); t.Store(1, 1); },
                static t => { t.Fence(Executions.FenceKind.RcuLock); t.Await(1, AwaitKind.Equal, 1); t.Fence(Executions.FenceKind.RcuUnlock); },
            ],
        };
        Explorer.Explore(program, MemoryModel.Sc, codes);
        string endless = Assert.Single(codes.Codes, static c => c.Contains("__", StringComparison.Ordinal));
        var replayer = new Replayer(Instance(program), endless);
        Explorer.Explore(program, MemoryModel.Sc, replayer, new ExplorationOptions { StopAtFirstViolation = true });
        Assert.True(replayer.Found!.IsDeadlock);
        Assert.Equal(ViolationKind.Deadlock, replayer.Failure?.Kind);
    }

    [Fact]
    public void Token_Text_RoundTrips()
    {
        const string text = "1:gup-fast/collapse:arch=arm64,era=E0,-flush,model=sc:01_40_.2";
        ReplayToken? token = ReplayToken.Parse(text, out string? error);
        Assert.Null(error);
        Assert.Equal(text, token!.ToString());
        Assert.Equal("gup-fast/collapse", token.ScenarioId);
        Assert.Equal(Configuration.Parse("arch=arm64 era=E0 -flush model=sc"), token.Configuration);
        Assert.Equal("01_40_.2", token.Code);
    }

    [Theory]
    [InlineData("", "a replay token reads")]
    [InlineData("garbage", "a replay token reads")]
    [InlineData("2:a:b=c:0", "version '2'")]
    [InlineData("1:a:b=c", "a replay token reads")]
    [InlineData("1:a:b=c:0!", "not the code")]
    [InlineData("1:a:b=c:0_1", "not the code")]
    [InlineData("1:a:what:0", "expected axis=value")]
    public void Token_Nonsense_SaysWhy(string text, string expected)
    {
        Assert.Null(ReplayToken.Parse(text, out string? error));
        Assert.Contains(expected, error!, StringComparison.Ordinal);
    }

    [Fact]
    public void Replayer_Code_FindsTheExecutionAndItsFailure()
    {
        var codes = new CodeCollector();
        Explorer.Explore(Counter(2), MemoryModel.Sc, codes);
        string lost = codes.Codes.First(static c => c.Length > 0);
        var replayer = new Replayer(Instance(Counter(2)), lost);
        Explorer.Explore(Counter(2), MemoryModel.Sc, replayer, new ExplorationOptions { StopAtFirstViolation = true });
        Assert.Equal(lost, ExecutionCode.Of(replayer.Found!));
        Assert.Equal(replayer.Found!.Final[1] == 2 ? null : "a count is lost", replayer.Failure?.Message);
    }

    // Threads that count without atomics.
    private static CheckedProgram Counter(int threads) => new()
    {
        Name = "counter",
        Threads = [.. Enumerable.Repeat<ThreadBody>(static context => context.Store(1, context.Load(1) + 1), threads)],
    };

    private static ScenarioInstance Instance(CheckedProgram program) => new()
    {
        Program = program,
        Model = MemoryModel.Sc,
        Property = static e => e.Final(1) == 2 ? null : new FailureNote(ViolationKind.LostData, "a count is lost"),
        Witnesses = [],
    };

    private sealed class CodeCollector : IExecutionVisitor
    {
        public List<string> Codes { get; } = [];

        public bool Visit(IExecution execution)
        {
            Codes.Add(ExecutionCode.Of(execution.Snapshot()));
            return true;
        }
    }
}
