using Racewalk.Programs;

namespace Racewalk.Scenarios.Tests;

/// <summary>What the scenarios of khugepaged refuse, and what kind of failure they find.</summary>
public sealed class KhugepagedScenarioTests
{
    [Theory]
    [InlineData("khugepaged/dontneed", "none=retry", "mmap_lock held for writing")]
    [InlineData("khugepaged/walk", "none=retry", "mmap_lock held for writing")]
    [InlineData("khugepaged/mprotect", "locks=pmd-kept none=retry", "mprotect has mmap_lock for writing")]
    [InlineData("khugepaged/fault", "fault-lock=mmap -vma-start-read-recheck", "not in")]
    [InlineData("khugepaged/lock-order", "-ptl-differs", "not in")]
    public void Build_ConfigurationMakesNoDifference_Refused(string id, string configuration, string why) =>
        Assert.Contains(why, Assert.Throws<ScenarioException>(() => Catalogue.Find(id)!.Build(Configuration.Parse(configuration))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("khugepaged/fault", "arch=sc locks=mmap-read", ViolationKind.Assertion, "BUG_ON")]
    [InlineData("khugepaged/fault", "arch=sc locks=mmap-read -bug-on-pmd", ViolationKind.LostData, "zeros")]
    [InlineData("khugepaged/lock-order", "arch=sc locks=pmd-kept -reclaim-trylock", ViolationKind.Deadlock, "ptlock_ptr(pte), held by")]
    [InlineData("khugepaged/lock-order", "arch=sc locks=pmd-kept ptl=none -ptl-differs", ViolationKind.SelfDeadlock, "page_table_lock, which it holds")]
    [InlineData("khugepaged/lock-order", "arch=sc ptl=none -reclaim-trylock", ViolationKind.SelfDeadlock, "page_table_lock, which it holds")]
    [InlineData("khugepaged/mprotect", "arch=sc caller=uffd-wp locks=mmap-read", ViolationKind.Assertion, "can still be written")]
    public void Check_Violated_FailureIsOfTheKind(string id, string configuration, ViolationKind kind, string message)
    {
        FailureNote? failure = Check(id, configuration).Failure;
        Assert.Equal(kind, failure?.Kind);
        Assert.Contains(message, failure!.Message, StringComparison.Ordinal);
    }

    /// <summary>A lock that is only tried inside another is no inversion; one that is waited for is, even where no execution deadlocks.</summary>
    [Theory]
    [InlineData("arch=sc locks=pmd-kept", 0)]
    [InlineData("arch=sc locks=pmd-kept -reclaim-trylock", 1)]
    public void Check_LocksNestedBothWays_WarningUnlessTried(string configuration, int warnings) =>
        Assert.Equal(warnings, Check("khugepaged/lock-order", configuration).Warnings.Count);

    private static ScenarioVerdict Check(string id, string configuration) => ScenarioChecker.Check(Catalogue.Find(id)!, Configuration.Parse(configuration));
}
