using Racewalk.Cluster.Database;
using Racewalk.Exploration.Slices;
using Racewalk.Scenarios;

namespace Racewalk.Cluster.Jobs;

/// <summary>
/// The table of what was found. A segment is connected in the order of visits; one that comes right after another is appended to it, so there are no more of them than parts that are left, and
/// one. The job is locked by whoever changes them.
/// </summary>
internal static class SegmentTable
{
    /// <summary>Puts in what was found in a part, and joins it with what comes right before and after it.</summary>
    /// <param name="statements">The transaction, which has locked the job and has taken the part out.</param>
    /// <param name="check">What appends.</param>
    /// <param name="job">The job.</param>
    /// <param name="place">Where the part began.</param>
    /// <param name="result">What was found.</param>
    public static void Add(Statements statements, SlicedCheck check, long job, int[] place, byte[] result)
    {
        PartResult all = check.Read(result);
        long? id = Neighbour(statements, job, place, isBefore: true);
        if (id is { } before)
        {
            all = check.Append(Result(statements, before), result);
        }

        if (Neighbour(statements, job, place, isBefore: false) is { } after)
        {
            all = check.Append(all.ToArray(), Result(statements, after));
            statements.Execute("DELETE FROM racewalk.segment WHERE id = $1", after);
        }

        id ??= statements.Query(
            "INSERT INTO racewalk.segment (job, place, executions, blocked, cut, result) VALUES ($1, $2, 0, 0, 0, '') RETURNING id", static r => r.GetInt64(0), job, place)
            .Single();
        Write(statements, id.Value, all);
    }

    /// <summary>The result of a job of which nothing is left, and its segment.</summary>
    public static (long Id, byte[] Result) Whole(Statements statements, long job) => statements.Query(
        "SELECT id, result FROM racewalk.segment WHERE job = $1", static r => (r.GetInt64(0), (byte[])r.GetValue(1)), job) is [var only]
        ? only
        : throw new InvalidDataException($"job {job}: nothing is left of it, and yet what was found is not in one piece");

    /// <summary>Drops what comes after a place.</summary>
    public static void DropAfter(Statements statements, long job, int[] place)
    {
        statements.Execute("DELETE FROM racewalk.segment WHERE job = $1 AND place > $2", job, place);
        if (statements.Execute("DELETE FROM racewalk.part WHERE job = $1 AND place > $2", job, place) > 0)
        {
            statements.Notify(Messages.Dropped);
        }
    }

    /// <summary>Writes what a segment has.</summary>
    public static void Write(Statements statements, long id, PartResult result)
    {
        statements.Execute(
            "UPDATE racewalk.segment SET executions = $2, blocked = $3, cut = $4, result = $5 WHERE id = $1",
            id, result.Executions, result.Blocked, result.Cut, result.ToArray());
        JudgedPart judged = SlicedCheck.Judged(result);
        if (judged.Failure is { } failure)
        {
            statements.Execute(
                """
                INSERT INTO racewalk.violation (segment, violations, switches, kind, message) VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT (segment) DO UPDATE SET violations = $2, switches = $3, kind = $4, message = $5
                """,
                id, judged.Violations, judged.Switches, failure.Kind.ToString(), failure.Message);
        }

        if (judged.LockNestings.Count > 0)
        {
            statements.Execute(
                "INSERT INTO racewalk.lock_nesting (segment, outer_class, inner_class) SELECT $1, o, i FROM unnest($2, $3) AS n (o, i) ON CONFLICT DO NOTHING",
                id, judged.LockNestings.Select(static n => n.Outer).ToArray(), judged.LockNestings.Select(static n => n.Inner).ToArray());
        }
    }

    // The next row in order, if it is a segment: then nothing that is left is in between.
    private static long? Neighbour(Statements statements, long job, int[] place, bool isBefore)
    {
        (string than, string order) = isBefore ? ("<", "DESC") : (">", "ASC");
        return statements.Query(
            $"""
            SELECT id, is_segment FROM (
                SELECT id, place, true AS is_segment FROM racewalk.segment WHERE job = $1 AND place {than} $2
                UNION ALL SELECT id, place, false FROM racewalk.part WHERE job = $1 AND place {than} $2) AS rows
            ORDER BY place {order} LIMIT 1
            """,
            static r => (Id: r.GetInt64(0), IsSegment: r.GetBoolean(1)), job, place) is [{ IsSegment: true } row]
            ? row.Id
            : null;
    }

    private static byte[] Result(Statements statements, long id) =>
        statements.Query("SELECT result FROM racewalk.segment WHERE id = $1", static r => (byte[])r.GetValue(0), id).Single();
}
