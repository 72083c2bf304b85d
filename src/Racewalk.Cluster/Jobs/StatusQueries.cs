using Racewalk.Cluster.Database;

namespace Racewalk.Cluster.Jobs;

/// <summary>Reads how everything stands.</summary>
internal static class StatusQueries
{
    /// <summary>All jobs, the oldest first, or one.</summary>
    /// <param name="statements">The transaction.</param>
    /// <param name="id">Which one; null for all.</param>
    public static IReadOnlyList<JobStatus> Jobs(Statements statements, long? id) => statements.Query(
        """
        SELECT j.id, j.build, j.subject, j.state, j.failure, j.is_internal, COALESCE(f.executions, 0), COALESCE(f.blocked, 0), COALESCE(f.cut, 0), COALESCE(f.violations, 0),
            COALESCE(p.parts, 0), COALESCE(p.claimed, 0), COALESCE(p.remains, 0), COALESCE(j.finished, clock_timestamp()) - j.started
        FROM racewalk.job j
        LEFT JOIN (SELECT s.job, sum(s.executions)::bigint AS executions, sum(s.blocked)::bigint AS blocked, sum(s.cut)::bigint AS cut, sum(v.violations)::bigint AS violations
            FROM racewalk.segment s LEFT JOIN racewalk.violation v ON v.segment = s.id GROUP BY s.job) f ON f.job = j.id
        LEFT JOIN (SELECT job, count(*) AS parts, count(claim) AS claimed, sum(share) AS remains FROM racewalk.part GROUP BY job) p ON p.job = j.id
        WHERE $1 = 0 OR j.id = $1 ORDER BY j.id
        """,
        static r => new JobStatus
        {
            Id = r.GetInt64(0),
            Build = r.GetString(1),
            Subject = r.GetString(2),
            State = r.GetString(3),
            Failure = r.IsDBNull(4) ? null : r.GetString(4),
            IsInternal = r.GetBoolean(5),
            Executions = r.GetInt64(6),
            Blocked = r.GetInt64(7),
            Cut = r.GetInt64(8),
            Violations = r.GetInt64(9),
            Parts = r.GetInt64(10),
            Claimed = r.GetInt64(11),
            Left = Math.Clamp(r.GetDouble(12), 0, 1),
            Elapsed = r.GetTimeSpan(13),
        },
        id ?? 0L);

    /// <summary>All workers, by name.</summary>
    public static IReadOnlyList<WorkerStatus> Workers(Statements statements) => statements.Query(
        """
        SELECT w.name, w.build, clock_timestamp() - w.beat, (SELECT p.job FROM racewalk.part p WHERE p.worker = w.id LIMIT 1)
        FROM racewalk.worker w ORDER BY w.name
        """,
        static r => new WorkerStatus(r.GetString(0), r.GetString(1), r.GetTimeSpan(2), r.IsDBNull(3) ? null : r.GetInt64(3)));
}
