using Racewalk.Cluster.Tests.Servers;

namespace Racewalk.Cluster.Tests;

/// <summary>What happens to the server: it is killed, or its disk is full.</summary>
public sealed class KilledServerTests
{
    private static readonly Checking s_checking = new("thp-split/folio", "arch=arm64 -gup-recheck-head");

    // So that there are many transactions.
    private static readonly ClusterOptions s_options = Checking.Options with
    {
        FirstSlice = TimeSpan.Zero,
        LongestSlice = TimeSpan.Zero,
    };

    [PostgresFact]
    public void Work_ServerIsKilledAndComesBack_CountsExactly()
    {
        using var server = new PostgresServer();
        string database = server.NewDatabase();
        int kills = 0;
        int steps = 0;
        ClusterOptions options = s_options with
        {
            Fault = _ =>
            {
                // In the middle of a transaction, most likely.
                if (Interlocked.Increment(ref steps) % 500 == 0 && kills < 4)
                {
                    kills++;
                    server.Kill();
                    server.Start();
                }
            },
        };
        Assert.Equal(s_checking.Locally(), s_checking.ByWorkers(database, s_options, () => Checking.Work(database, options, 2)));
        Assert.Equal(4, kills);
    }

    [SmallDiskFact]
    public void Work_DiskIsFullForAWhile_CountsExactly()
    {
        // Now and then the server's log has room enough for all that comes, and nothing is missing.
        const int Tries = 10;
        for (int i = 0; i < Tries; i++)
        {
            if (WorkOnFullDisk())
            {
                return;
            }
        }

        Assert.Fail("the disk was never full when the server wanted room");
    }

    /// <summary>Works on a disk that is full for a while, and says whether the server noticed.</summary>
    private static bool WorkOnFullDisk()
    {
        using var disk = new SmallDisk(megabytes: 100);
        using var server = new PostgresServer(disk.Folder, "autovacuum=off", "shared_buffers=16MB", "max_wal_size=4MB", "min_wal_size=2MB");
        string database = server.NewDatabase();
        int steps = 0;
        bool wasFull = false;
        ClusterOptions options = s_options with
        {
            Fault = _ =>
            {
                if (Interlocked.Increment(ref steps) == 500)
                {
                    disk.Fill();
                }
                else if (steps > 500 && !wasFull && File.ReadAllText(server.Log).Contains("No space left on device", StringComparison.Ordinal))
                {
                    wasFull = true;
                    disk.Empty();
                    // It gives up if it cannot write its log.
                    server.Start();
                }
            },
        };
        Assert.Equal(s_checking.Locally(), s_checking.ByWorkers(database, s_options, () => Checking.Work(database, options, 1)));
        return wasFull;
    }
}
