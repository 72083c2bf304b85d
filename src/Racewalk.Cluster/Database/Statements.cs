using Npgsql;

namespace Racewalk.Cluster.Database;

/// <summary>Runs the statements of one transaction.</summary>
/// <param name="connection">The connection.</param>
/// <param name="fault">For tests: called before each.</param>
internal sealed class Statements(NpgsqlConnection connection, Action<string>? fault)
{
    /// <summary>Runs a statement, <c>$1</c> and so on standing for the values, and returns how many rows it has changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<object?> values)
    {
        using NpgsqlCommand command = Command(sql, values);
        return command.ExecuteNonQuery();
    }

    /// <summary>The rows of a query.</summary>
    public List<T> Query<T>(string sql, Func<NpgsqlDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        using NpgsqlCommand command = Command(sql, values);
        using NpgsqlDataReader reader = command.ExecuteReader();
        List<T> rows = [];
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>Tells everybody who listens, when the transaction is committed.</summary>
    public void Notify(string message) => Execute($"SELECT pg_notify('{Messages.Channel}', $1)", message);

    private NpgsqlCommand Command(string sql, ReadOnlySpan<object?> values)
    {
        fault?.Invoke(sql);
        var command = new NpgsqlCommand(sql, connection);
        foreach (object? value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        }

        return command;
    }
}
