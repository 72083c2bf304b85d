namespace Racewalk.Programs.Tests;

/// <summary>How a run ends before its body does.</summary>
public sealed class UnwindTests
{
    [Fact]
    public void A_run_ends_where_the_engine_knows_no_more()
    {
        var sink = new RecordingSink { EndsAt = 1 };
        bool reached = false;

        new ThreadContext(sink, 0).Run(cpu =>
        {
            cpu.Store(1, 1);
            cpu.Store(2, 1);
            reached = true;
        });

        Assert.Equal(["Write 1", "Write 2"], sink.Asked.Select(RecordingSink.Show));
        Assert.False(reached);
    }

    public static TheoryData<string, Action<ThreadContext>> Operations => new()
    {
        { "Load", cpu => cpu.Load(1) },
        { "Store", cpu => cpu.Store(1, 1) },
        { "Rmw", cpu => cpu.Rmw(RmwKind.Add, 1, 1, 0, default) },
        { "Await", cpu => cpu.Await(1, AwaitKind.Equal, 0) },
        { "AwaitRmw", cpu => cpu.AwaitRmw(RmwKind.Exchange, 1, 1, AwaitKind.Equal, 0, default) },
        { "Fence", cpu => cpu.Fence(default) },
        { "Choose", cpu => cpu.Choose(2) },
        { "Send", cpu => cpu.Send(1, 0) },
        { "Poll", cpu => cpu.Poll() },
        { "Assume", cpu => cpu.Assume(false) },
        { "Assert", cpu => cpu.Assert(false, "no") },
        { "Fail", cpu => cpu.Fail(ViolationKind.Assertion, "no") },
        { "LoopHead", cpu => cpu.LoopHead("loop") },
        { "Add", cpu => cpu.Add(new StepNote("step")) },
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public void Operations_during_unwinding_rethrow_and_record_nothing(string name, Action<ThreadContext> operation)
    {
        var sink = new RecordingSink { EndsAt = 0 };
        Exception? again = null;

        new ThreadContext(sink, 0).Run(cpu =>
        {
            try
            {
                cpu.Store(1, 1);
            }
            finally
            {
                again = Record.Exception(() => operation(cpu));
                operation(cpu);
            }
        });

        Assert.IsType<ThreadUnwindException>(again);
        Assert.True(sink.Asked.Count == 1, $"{name} was recorded");
    }

    [Fact]
    public void A_swallowed_unwind_is_an_error()
    {
        var sink = new RecordingSink { EndsAt = 0 };

        Assert.Throws<SwallowedUnwindException>(() => new ThreadContext(sink, 0).Run(cpu =>
        {
            try
            {
                cpu.Store(1, 1);
            }
            catch (ThreadUnwindException)
            {
            }
        }));
        Assert.Single(sink.Asked);
    }

    [Fact]
    public void An_unwind_swallowed_as_any_exception_is_an_error()
    {
        var sink = new RecordingSink { EndsAt = 0 };

        Assert.Throws<SwallowedUnwindException>(() =>
            new ThreadContext(sink, 0).Run(cpu => Record.Exception(() => cpu.Store(1, 1))));
    }

    [Fact]
    public void An_unwind_that_is_swallowed_and_met_again_passes()
    {
        var sink = new RecordingSink { EndsAt = 0 };

        new ThreadContext(sink, 0).Run(cpu =>
        {
            Record.Exception(() => cpu.Store(1, 1));
            cpu.Store(2, 1);
        });

        Assert.Equal(["Write 1"], sink.Asked.Select(RecordingSink.Show));
    }

    [Fact]
    public void Other_exceptions_of_the_body_reach_the_caller() =>
        Assert.Throws<FormatException>(() => new ThreadContext(new RecordingSink(), 0).Run(_ => throw new FormatException()));

    [Fact]
    public void Notes_come_with_the_next_operation_once()
    {
        var sink = new RecordingSink();

        new ThreadContext(sink, 0).Run(cpu =>
        {
            cpu.Add(new StepNote("lock"));
            cpu.Store(1, 1);
            cpu.Store(2, 1);
            cpu.Assert(false, "broken");
        });

        Assert.Equal(["lock"], sink.Notes[0].OfType<StepNote>().Select(n => n.Step));
        Assert.Empty(sink.Notes[1]);
        Assert.Equal([new FailureNote(ViolationKind.Assertion, "broken")], sink.Notes[2]);
    }

    [Fact]
    public void A_handler_s_branches_and_reads_are_its_own()
    {
        var inner = new RecordingSink(1);
        var outer = new RecordingSink(1, 1)
        {
            Handler = () => new ThreadContext(inner, 0, argument: 3).Run(cpu =>
            {
                if (cpu.Load(5) == 1)
                {
                    cpu.Store(6, cpu.Argument);
                }
            }),
        };

        new ThreadContext(outer, 0).Run(cpu =>
        {
            Word x = cpu.Load(1);
            cpu.Poll();
            cpu.Store(7, x);
            if (cpu.Load(2) == 1)
            {
                cpu.Store(8, x);
            }
        });

        Assert.Equal(["Read 5", "Write 6 ctrl 0", "End ctrl 0"], inner.Asked.Select(RecordingSink.Show));
        Assert.Equal(
            ["Read 1", "Poll", "Write 7 data 0", "Read 2", "Write 8 data 0 ctrl 1", "End ctrl 1"],
            outer.Asked.Select(RecordingSink.Show));
    }

    [Fact]
    public void A_handler_that_unwinds_does_not_unwind_what_it_interrupted()
    {
        var inner = new RecordingSink { EndsAt = 0 };
        var outer = new RecordingSink { Handler = () => new ThreadContext(inner, 0).Run(cpu => cpu.Store(5, 1)) };

        new ThreadContext(outer, 0).Run(cpu =>
        {
            cpu.Poll();
            cpu.Store(7, 1);
        });

        Assert.Equal(["Poll", "Write 7", "End"], outer.Asked.Select(RecordingSink.Show));
    }
}
