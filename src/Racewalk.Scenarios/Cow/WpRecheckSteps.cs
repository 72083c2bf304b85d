using Racewalk.Mm.Faults;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Teardown;
using Racewalk.Scenarios.Vmas;

namespace Racewalk.Scenarios.Cow;

/// <summary>Which steps the configurations of cow/wp-recheck have.</summary>
internal static class WpRecheckSteps
{
    /// <summary>Those that one does not have.</summary>
    /// <param name="other">Who changes the entry.</param>
    /// <param name="isZero">Whether the entry maps the zero page at first.</param>
    /// <param name="takesVmaLock">Whether the fault tries the lock of the VMA.</param>
    internal static IEnumerable<string> Absent(string other, bool isZero, bool takesVmaLock)
    {
        HashSet<string> absent = [];
        if (isZero)
        {
            absent.UnionWith([WpPage.TestExclusive, WpPage.CheckCount, WpPage.HoldOld, WpPage.Copy]);
        }

        if (!takesVmaLock)
        {
            absent.UnionWith(FaultStepTable.VmaOnly);
        }

        // A fault finds no table where khugepaged has taken it out, which its locks exclude; the mutants that drop them need the steps.
        if (other is not "khugepaged")
        {
            absent.UnionWith(AnonCollapseStepTable.Collapse.Select(static s => s.Name).Except([PageReference.FreePageStep, .. AnonCollapseStepTable.Flush.Select(static s => s.Name)]));
            absent.UnionWith(CowStepTable.PteAlloc.Append(CowStepTable.FreeTable).Select(static s => s.Name));
        }

        if (other is not "dontneed")
        {
            absent.UnionWith([MadviseDontneed.MmapLock, MadviseDontneed.LookAtPmd, MadviseDontneed.ClearPtes, MadviseDontneed.PutPages]);
        }

        if (other is not ("dontneed" or "khugepaged"))
        {
            absent.UnionWith([AnonymousPage.AllocPage, AnonymousPage.RecheckPte, AnonymousPage.SetPte]);
        }

        if (other is not "migration")
        {
            absent.UnionWith(CowStepTable.Migrate.Select(static s => s.Name));
        }

        return absent;
    }
}
