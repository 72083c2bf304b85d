using Racewalk.Cluster.Database;
using Racewalk.Exploration.Slices;
using Racewalk.Scenarios;

namespace Racewalk.Cluster.Jobs;

/// <summary>Puts what came of a slice in the place of the part, in one transaction. It can be done again: then the part is not there any more, and nothing is counted.</summary>
/// <param name="check">The check.</param>
/// <param name="part">The part that was explored.</param>
/// <param name="slice">What came of it.</param>
/// <param name="forgetsClaims">For tests: does not look whether the part is still the worker's.</param>
internal sealed class SliceCommit(SlicedCheck check, ClaimedPart part, Slice slice, bool forgetsClaims)
{
    private readonly int[] _place = [.. part.Part.Place];
    private readonly byte[] _result = slice.Result.ToArray();

    /// <summary>Does it, and returns the first part of the rest, claimed; null if nothing is left, the worker wants none, or the part was not its own.</summary>
    /// <param name="statements">The transaction.</param>
    /// <param name="next">Whose the rest's first part will be; null for nobody's.</param>
    public ClaimedPart? Run(Statements statements, Claim? next)
    {
        // Results are appended to their neighbours, so one slice of a job is put in after the other.
        bool isOpen = JobTable.Lock(statements, part.Job);
        bool isMine = PartTable.Remove(statements, part);
        if (!(isOpen && isMine) && !forgetsClaims)
        {
            return null;
        }

        if (slice.Result.IsViolated)
        {
            SegmentTable.DropAfter(statements, part.Job, _place);
        }

        // Before the result: it is joined with what comes after it only if nothing is left in between.
        ClaimedPart? claimed = AddRest(statements, next);
        SegmentTable.Add(statements, check, part.Job, _place, _result);
        if (statements.Query("SELECT 1 FROM racewalk.part WHERE job = $1 LIMIT 1", static r => r.GetInt32(0), part.Job).Count == 0)
        {
            Conclude(statements);
        }

        return claimed;
    }

    private ClaimedPart? AddRest(Statements statements, Claim? next)
    {
        ClaimedPart? claimed = null;
        for (int i = 0; i < slice.Rest.Count; i++)
        {
            Claim? claim = i == 0 ? next : null;
            long id = PartTable.Add(statements, part.Job, slice.Rest[i], claim);
            claimed = claim is { } mine ? new ClaimedPart(id, part.Job, mine, slice.Rest[i].ToArray()) : claimed;
        }

        if (slice.Rest.Count > (claimed is null ? 0 : 1))
        {
            statements.Notify(Messages.Work);
        }

        return claimed;
    }

    private void Conclude(Statements statements)
    {
        (long id, byte[] result) = SegmentTable.Whole(statements, part.Job);
        PartResult all = check.Read(result);
        bool wantsOther = check.Conclude(all, part.Part.StaysInGracePeriods);
        SegmentTable.Write(statements, id, all);
        if (wantsOther)
        {
            PartTable.Add(statements, part.Job, SearchPart.Whole(staysInGracePeriods: true), claim: null);
            statements.Notify(Messages.Work);
        }
        else
        {
            JobTable.End(statements, part.Job, failure: null);
        }
    }
}
