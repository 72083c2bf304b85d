using Racewalk.Cluster.Database;
using Racewalk.Exploration.Slices;
using Racewalk.Scenarios;

namespace Racewalk.Cluster.Jobs;

/// <summary>A job that has not ended.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Job">What it is.</param>
/// <param name="StoredSubject">What whoever began it has called it: another text than <see cref="ClusterJob.Subject"/> if it knows another scenario by that name.</param>
internal sealed record OpenJob(long Id, ClusterJob Job, string StoredSubject);

/// <summary>Why a job cannot be done.</summary>
/// <param name="Message">Why.</param>
/// <param name="IsInternal">Whether it is racewalk that is wrong, and not what was asked for.</param>
internal sealed record JobFailure(string Message, bool IsInternal);

/// <summary>The table of jobs.</summary>
internal static class JobTable
{
    /// <summary>Puts a job in, or finds the one that is the same and has not ended, and returns its number.</summary>
    public static long Add(Statements statements, ClusterJob job)
    {
        List<long> added = statements.Query(
            """
            INSERT INTO racewalk.job (build, subject, scenario, configuration, loop_bound, event_bound, stops_at_first) VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (build, subject) WHERE state = 'open' DO NOTHING RETURNING id
            """,
            static r => r.GetInt64(0),
            job.Build, job.Subject, job.Scenario, job.Configuration.ToString(), job.LoopBound, job.EventBound, job.StopsAtFirst);
        if (added.Count == 0)
        {
            return statements.Query(
                "SELECT id FROM racewalk.job WHERE build = $1 AND subject = $2 ORDER BY id DESC LIMIT 1", static r => r.GetInt64(0), job.Build, job.Subject).Single();
        }

        PartTable.Add(statements, added[0], SearchPart.Whole(), claim: null);
        statements.Notify(Messages.Work);
        return added[0];
    }

    /// <summary>The jobs that have not ended, the oldest first.</summary>
    public static IReadOnlyList<OpenJob> Open(Statements statements) => statements.Query(
        "SELECT id, build, subject, scenario, configuration, loop_bound, event_bound, stops_at_first FROM racewalk.job WHERE state = 'open' ORDER BY id",
        static r => new OpenJob(
            r.GetInt64(0),
            new ClusterJob(r.GetString(1), r.GetString(3), Configuration.Parse(r.GetString(4)), r.GetInt32(5), r.GetInt32(6), r.GetBoolean(7)),
            r.GetString(2)));

    /// <summary>Locks a job for what follows in the transaction, so that its parts and segments are those that the statements see. False if it has ended.</summary>
    public static bool Lock(Statements statements, long job) =>
        statements.Query("SELECT 1 FROM racewalk.job WHERE id = $1 AND state = 'open' FOR UPDATE", static r => r.GetInt32(0), job).Count == 1;

    /// <summary>Ends a job: what is left of it is not wanted.</summary>
    /// <param name="statements">The transaction, which has locked the job.</param>
    /// <param name="job">The job.</param>
    /// <param name="failure">Why it cannot be done; null if it is done.</param>
    public static void End(Statements statements, long job, JobFailure? failure)
    {
        statements.Execute("DELETE FROM racewalk.part WHERE job = $1", job);
        statements.Execute(
            "UPDATE racewalk.job SET state = $2, failure = $3, is_internal = $4, finished = clock_timestamp() WHERE id = $1",
            job, failure is null ? "done" : "failed", failure?.Message, failure?.IsInternal ?? false);
        statements.Notify(Messages.Ended);
    }
}
