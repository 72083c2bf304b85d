using Racewalk.Cluster.Database;

namespace Racewalk.Cluster.Workers;

/// <summary>The table of those who explore.</summary>
internal static class WorkerTable
{
    /// <summary>A worker is there. Said each time that it takes a part: it may have been silent for so long that it was forgotten.</summary>
    public static void Add(Statements statements, Guid id, string name, string build) => statements.Execute(
        "INSERT INTO racewalk.worker (id, name, build) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET beat = clock_timestamp()", id, name, build);

    /// <summary>The heart beat of some workers, of those that have not gone.</summary>
    public static void Beat(Statements statements, Guid[] ids) => statements.Execute(
        "UPDATE racewalk.worker SET beat = clock_timestamp() WHERE id = ANY ($1)", ids);

    /// <summary>A worker goes, and gives back what it has.</summary>
    public static void Remove(Statements statements, Guid id)
    {
        Jobs.PartTable.GiveBack(statements, id);
        statements.Execute("DELETE FROM racewalk.worker WHERE id = $1", id);
    }

    /// <summary>Gives back what the dead have, and forgets those who have been dead for long.</summary>
    public static void BuryDead(Statements statements, TimeSpan deadAfter)
    {
        Jobs.PartTable.GiveBackOfDead(statements, deadAfter);
        statements.Execute("DELETE FROM racewalk.worker WHERE beat < clock_timestamp() - $1", 20 * deadAfter);
    }

    /// <summary>Says whether a worker has nothing to do though there are jobs.</summary>
    public static void SetHungry(Statements statements, Guid id, bool isHungry)
    {
        statements.Execute("UPDATE racewalk.worker SET is_hungry = $2 WHERE id = $1 AND is_hungry <> $2", id, isHungry);
        if (isHungry)
        {
            // Again each time: whoever had nothing to divide the last time may have something now.
            statements.Notify(Messages.Hungry);
        }
    }

    /// <summary>How many parts more are wanted, so that each worker that has nothing to do finds two: one may be short.</summary>
    public static int PartsWanted(Statements statements, string build, TimeSpan deadAfter) => statements.Query(
        """
        SELECT (SELECT count(*) FROM racewalk.worker WHERE is_hungry AND build = $1 AND beat >= clock_timestamp() - $2),
               (SELECT count(*) FROM racewalk.part p JOIN racewalk.job j ON j.id = p.job WHERE p.claim IS NULL AND j.state = 'open' AND j.build = $1)
        """,
        static r => (int)Math.Clamp((2 * r.GetInt64(0)) - r.GetInt64(1), 0, 64),
        build, deadAfter).Single();
}
