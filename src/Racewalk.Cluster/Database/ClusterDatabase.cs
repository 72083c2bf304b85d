using Npgsql;

namespace Racewalk.Cluster.Database;

/// <summary>The database that processes on many machines share.</summary>
public sealed class ClusterDatabase
{
    private const int OldestServer = 15;
    private readonly string _connectionString;

    /// <summary>Names a database; nothing is connected yet.</summary>
    /// <param name="connectionString">Npgsql's: <c>Host=…;Database=…;Username=…</c>.</param>
    /// <exception cref="ClusterException">It is none.</exception>
    public ClusterDatabase(string connectionString)
    {
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Enlist = false };
            builder.ApplicationName ??= "racewalk";
            // A machine that vanishes in the middle of a transaction must not hold its locks for hours.
            builder.Options ??= "-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3 -c idle_in_transaction_session_timeout=300s";
            _connectionString = builder.ConnectionString;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException)
        {
            throw new ClusterException($"no connection string of a database: {e.Message}");
        }
    }

    /// <summary>Looks whether the database can be worked with, and makes its tables if wanted and they are missing.</summary>
    /// <param name="create">Whether to make them.</param>
    /// <exception cref="ClusterException">It cannot be reached, is too old, or its tables are missing or of another version.</exception>
    public void Prepare(bool create)
    {
        try
        {
            using NpgsqlConnection connection = Connect();
            if (create)
            {
                ClusterSchema.Create(connection);
            }

            ClusterSchema.Check(connection);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            throw new ClusterException($"the database cannot be used: {e.Message}");
        }
    }

    /// <summary>A connection to a database whose tables are of this version.</summary>
    /// <exception cref="ClusterException">They are not, or the server is too old.</exception>
    /// <exception cref="NpgsqlException">It cannot be reached now.</exception>
    internal NpgsqlConnection Open()
    {
        NpgsqlConnection connection = Connect();
        try
        {
            ClusterSchema.Check(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private NpgsqlConnection Connect()
    {
        var connection = new NpgsqlConnection(_connectionString);
        try
        {
            connection.Open();
            return connection.PostgreSqlVersion.Major >= OldestServer ? connection : throw new ClusterException(
                $"the server is PostgreSQL {connection.PostgreSqlVersion}; racewalk needs {OldestServer} or newer");
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
