using Npgsql;

namespace Racewalk.Cluster.Database;

/// <summary>Which errors are of the moment: the same statement may do when it is tried again.</summary>
internal static class Transience
{
    // PostgreSQL 15, appendix A: connection, transaction rollback, insufficient resources (a full disk among them), operator intervention (shutdown, crash), system error.
    private static readonly string[] s_classes = ["08", "40", "53", "57", "58"];

    /// <summary>Whether an error is.</summary>
    public static bool IsTransient(Exception error) => error switch
    {
        PostgresException refused => s_classes.Any(c => refused.SqlState.StartsWith(c, StringComparison.Ordinal)),
        NpgsqlException or TimeoutException or IOException => true,
        _ => false,
    };
}
