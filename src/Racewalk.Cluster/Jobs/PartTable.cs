using Racewalk.Cluster.Database;
using Racewalk.Exploration.Slices;

namespace Racewalk.Cluster.Jobs;

/// <summary>Whoever explores a part.</summary>
/// <param name="Token">New for each time that a part is taken: whoever was taken for dead meanwhile has an old one.</param>
/// <param name="Worker">The worker.</param>
internal readonly record struct Claim(Guid Token, Guid Worker);

/// <summary>A part that a worker has taken.</summary>
/// <param name="Id">The row.</param>
/// <param name="Job">The number of its job.</param>
/// <param name="Claim">Whose it is.</param>
/// <param name="Stored">The part as the row has it.</param>
internal sealed record ClaimedPart(long Id, long Job, Claim Claim, byte[] Stored)
{
    private SearchPart? _part;

    /// <summary>The part. It is read when it is asked for, so that a damaged row fails its job and not the worker that takes it.</summary>
    /// <exception cref="InvalidDataException">The row is damaged.</exception>
    public SearchPart Part => _part ??= SearchPart.Read(Stored);
}

/// <summary>The table of parts that nobody has explored yet. A part that somebody explores stays in it until what was found is.</summary>
internal static class PartTable
{
    /// <summary>Puts a part in, and returns its row.</summary>
    public static long Add(Statements statements, long job, SearchPart part, Claim? claim) => statements.Query(
        """
        INSERT INTO racewalk.part (job, place, share, start, claim, worker, claimed)
        VALUES ($1, $2, $3, $4, $5::uuid, $6::uuid, CASE WHEN $5::uuid IS NULL THEN NULL ELSE clock_timestamp() END) RETURNING id
        """,
        static r => r.GetInt64(0),
        job, part.Place.ToArray(), part.Share, part.ToArray(), claim?.Token, claim?.Worker).Single();

    /// <summary>
    /// Takes the first part that nobody has, of the oldest job that has one; before that, one that is the worker's already, because it did not hear that it got it. Null if there is none.
    /// </summary>
    /// <param name="statements">The transaction.</param>
    /// <param name="jobs">The jobs that the worker works on.</param>
    /// <param name="claim">Whose it will be.</param>
    public static ClaimedPart? Take(Statements statements, long[] jobs, Claim claim) => statements.Query(
        """
        UPDATE racewalk.part SET claim = $2, worker = $3, claimed = clock_timestamp()
        WHERE id = COALESCE(
            (SELECT id FROM racewalk.part WHERE worker = $3 AND job = ANY ($1) LIMIT 1),
            (SELECT id FROM racewalk.part WHERE claim IS NULL AND job = ANY ($1) ORDER BY job, place LIMIT 1 FOR UPDATE SKIP LOCKED))
        RETURNING id, job, start
        """,
        r => new ClaimedPart(r.GetInt64(0), r.GetInt64(1), claim, (byte[])r.GetValue(2)),
        jobs, claim.Token, claim.Worker).FirstOrDefault();

    /// <summary>Takes a part out that somebody has explored. False if it is not his: he was taken for dead, the part is not wanted any more, or this was done before.</summary>
    public static bool Remove(Statements statements, ClaimedPart part) =>
        statements.Execute("DELETE FROM racewalk.part WHERE id = $1 AND claim = $2", part.Id, part.Claim.Token) == 1;

    /// <summary>Gives back what a worker has.</summary>
    public static void GiveBack(Statements statements, Guid worker)
    {
        if (statements.Execute("UPDATE racewalk.part SET claim = NULL, worker = NULL, claimed = NULL WHERE worker = $1", worker) > 0)
        {
            statements.Notify(Messages.Work);
        }
    }

    /// <summary>Gives back what workers have whose last heart beat is too old.</summary>
    public static void GiveBackOfDead(Statements statements, TimeSpan deadAfter)
    {
        int parts = statements.Execute(
            """
            UPDATE racewalk.part SET claim = NULL, worker = NULL, claimed = NULL WHERE id IN (
                SELECT p.id FROM racewalk.part p LEFT JOIN racewalk.worker w ON w.id = p.worker
                WHERE p.claim IS NOT NULL AND (w.id IS NULL OR w.beat < clock_timestamp() - $1) FOR UPDATE OF p SKIP LOCKED)
            """,
            deadAfter);
        if (parts > 0)
        {
            statements.Notify(Messages.Work);
        }
    }
}
