using Racewalk.Executions;
using Racewalk.Programs;
using static Racewalk.Exploration.Tests.Short;

namespace Racewalk.Exploration.Tests;

// Which outcomes of the classical shapes barriers and dependencies leave.
public sealed class OrderingTests
{
    [Theory]
    [InlineData("sc", false)]
    [InlineData("tso", true)]
    [InlineData("armv8", true)]
    [InlineData(Engines.ScByGraphs, false)]
    [InlineData(Engines.TsoByGraphs, true)]
    public void Explore_PlainStoreBuffering_BothReadInitialWhereStoresAreBuffered(string engine, bool allowed) =>
        Assert.Equal(allowed, StoreBufferingReadsInitial(engine, (t, place) => t.Store(place, 1)));

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void Explore_StoreBufferingByFullyOrderedAtomics_Forbidden(string engine) =>
        Assert.False(StoreBufferingReadsInitial(engine, (t, place) => t.Exchange(place, 1)));

    [Fact]
    public void Explore_StoreBufferingByAcquireReleaseExclusives_AllowedOnArm() => Assert.True(
        StoreBufferingReadsInitial("armv8", (t, place) => t.Exchange(place, 1, Access.Exclusive | Access.Acquire | Access.Release)));

    [Theory]
    [InlineData("sc", false)]
    [InlineData("tso", false)]
    [InlineData("armv8", true)]
    [InlineData(Engines.ScByGraphs, false)]
    [InlineData(Engines.TsoByGraphs, false)]
    public void Explore_PlainMessagePassing_MessageMissedOnArmOnly(string engine, bool allowed) =>
        Assert.Equal(allowed, MessageMissed(engine, false, (t, _) => t.Load(X)));

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void Explore_MessagePassingWithBarrierAndAddressDependency_Forbidden(string engine) =>
        Assert.False(MessageMissed(engine, true, (t, flag) => t.Load(X + (flag ^ flag))));

    [Fact]
    public void Explore_MessagePassingWithBarrierAndControlDependency_AllowedOnArm() =>
        Assert.True(MessageMissed("armv8", true, (t, flag) => { t.Concretise(flag); return t.Load(X); }));

    [Fact]
    public void Explore_MessagePassingWithControlDependencyAndContextSynchronisation_Forbidden() =>
        Assert.False(MessageMissed("armv8", true, (t, flag) =>
        {
            t.Concretise(flag);
            t.Fence(FenceKind.ContextSync);
            return t.Load(X);
        }));

    private static bool StoreBufferingReadsInitial(string engine, Action<ThreadContext, ulong> write)
    {
        CheckedProgram program = Program(
            t => { write(t, X); t.Observe("r0", t.Load(Y)); },
            t => { write(t, Y); t.Observe("r1", t.Load(X)); });
        return Outcomes.Of(engine, program, "r0", "r1").Complete.ContainsKey("r0=0 r1=0");
    }

    private static bool MessageMissed(string engine, bool barrier, Func<ThreadContext, Word, Word> read)
    {
        CheckedProgram program = Program(
            t =>
            {
                t.Store(X, 1);
                if (barrier)
                {
                    t.Fence(FenceKind.Full);
                }

                t.Store(Y, 1);
            },
            t =>
            {
                Word flag = t.Load(Y);
                Word message = read(t, flag);
                t.Observe("flag", flag);
                t.Observe("message", message);
            });
        return Outcomes.Of(engine, program, "flag", "message").Complete.ContainsKey("flag=1 message=0");
    }
}
