using Racewalk.Executions;

namespace Racewalk.Reporting.Tests;

public sealed class OrderTests
{
    [Fact]
    public void Relax_NoContradiction_GivesUpNothing()
    {
        var constraints = new OrderConstraints(3);
        constraints.Require(2, 1);
        constraints.Prefer(1, 0, 5);
        Assert.Empty(PreferenceRelaxer.Relax(constraints));
    }

    [Fact]
    public void Relax_Contradiction_GivesUpTheLightest()
    {
        var constraints = new OrderConstraints(4);
        constraints.Require(1, 2);
        constraints.Require(3, 0);
        constraints.Prefer(0, 1, 5);
        constraints.Prefer(2, 3, 4);
        Assert.Equal([(2, 3)], PreferenceRelaxer.Relax(constraints));
    }

    [Fact]
    public void Relax_EventsBetween_StayWithWhatTheyAreTiedTo()
    {
        // 0, 1, 2, 3 in one thread; 3 must come before 0. Event 1 is tied to 0, event 2 to 3.
        var constraints = new OrderConstraints(5);
        constraints.Require(3, 4);
        constraints.Require(4, 0);
        constraints.Prefer(0, 1, 100);
        constraints.Prefer(0, 2, 2);
        constraints.Prefer(0, 3, 2);
        constraints.Prefer(1, 2, 2);
        constraints.Prefer(1, 3, 2);
        constraints.Prefer(2, 3, 100);
        Assert.Equal([(0, 2), (0, 3), (1, 2), (1, 3)], PreferenceRelaxer.Relax(constraints).Order());
    }

    [Fact]
    public void Relax_RequiredCycle_Throws()
    {
        var constraints = new OrderConstraints(2);
        constraints.Require(0, 1);
        constraints.Require(1, 0);
        Assert.Throws<ArgumentException>(() => PreferenceRelaxer.Relax(constraints));
        Assert.Throws<ArgumentException>(() => FewestSwitches.Order(constraints, [[0], [1]]));
    }

    [Fact]
    public void Order_BeyondTheBound_StillKeepsTheConstraints()
    {
        // Ten threads that hand a token round twice.
        const int threads = 10;
        var constraints = new OrderConstraints(2 * threads);
        for (int i = 1; i < 2 * threads; i++)
        {
            constraints.Require(i - 1, i);
        }

        IReadOnlyList<int>[] events = [.. Enumerable.Range(0, threads).Select(static t => new[] { t, t + threads })];
        Assert.Equal(Enumerable.Range(0, 2 * threads), FewestSwitches.Order(constraints, events, maxStates: 1));
    }

    [Fact]
    public void Order_NoEvents_IsEmpty() => Assert.Empty(FewestSwitches.Order(new OrderConstraints(0), []));
}
