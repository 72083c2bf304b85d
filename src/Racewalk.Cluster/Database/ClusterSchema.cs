using Npgsql;

namespace Racewalk.Cluster.Database;

/// <summary>The tables, all in the schema <c>racewalk</c>. What they mean is in docs/cluster.md.</summary>
internal static class ClusterSchema
{
    /// <summary>The version of the tables that this code works with.</summary>
    public const int Version = 1;

    // Any number that nobody else locks; it is "racewalk" in ASCII.
    private const long CreationLock = 0x7261636577616C6B;

    private const string Tables = """
        CREATE SCHEMA racewalk;
        CREATE TABLE racewalk.schema_version (version integer NOT NULL);
        CREATE TABLE racewalk.job (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            build text NOT NULL,
            subject text NOT NULL,
            scenario text NOT NULL,
            configuration text NOT NULL,
            loop_bound integer NOT NULL,
            event_bound integer NOT NULL,
            stops_at_first boolean NOT NULL,
            state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'failed')),
            failure text,
            is_internal boolean NOT NULL DEFAULT false,
            started timestamptz NOT NULL DEFAULT clock_timestamp(),
            finished timestamptz);
        CREATE UNIQUE INDEX job_is_open_once ON racewalk.job (build, subject) WHERE state = 'open';
        CREATE TABLE racewalk.worker (
            id uuid PRIMARY KEY,
            name text NOT NULL,
            build text NOT NULL,
            started timestamptz NOT NULL DEFAULT clock_timestamp(),
            beat timestamptz NOT NULL DEFAULT clock_timestamp(),
            is_hungry boolean NOT NULL DEFAULT false);
        CREATE TABLE racewalk.part (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            job bigint NOT NULL REFERENCES racewalk.job ON DELETE CASCADE,
            place integer[] NOT NULL,
            share double precision NOT NULL,
            start bytea NOT NULL,
            claim uuid,
            worker uuid,
            claimed timestamptz,
            CHECK ((claim IS NULL) = (worker IS NULL)));
        CREATE INDEX part_job ON racewalk.part (job);
        CREATE TABLE racewalk.segment (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            job bigint NOT NULL REFERENCES racewalk.job ON DELETE CASCADE,
            place integer[] NOT NULL,
            executions bigint NOT NULL,
            blocked bigint NOT NULL,
            cut bigint NOT NULL,
            result bytea NOT NULL);
        CREATE INDEX segment_job ON racewalk.segment (job);
        CREATE TABLE racewalk.violation (
            segment bigint PRIMARY KEY REFERENCES racewalk.segment ON DELETE CASCADE,
            violations bigint NOT NULL,
            switches integer NOT NULL,
            kind text NOT NULL,
            message text NOT NULL);
        CREATE TABLE racewalk.lock_nesting (
            segment bigint NOT NULL REFERENCES racewalk.segment ON DELETE CASCADE,
            outer_class text NOT NULL,
            inner_class text NOT NULL,
            PRIMARY KEY (segment, outer_class, inner_class));
        """;

    /// <summary>Makes the tables if there are none. Whoever comes at the same time waits, and finds them.</summary>
    public static void Create(NpgsqlConnection connection)
    {
        if (Exists(connection))
        {
            return;
        }

        using NpgsqlTransaction transaction = connection.BeginTransaction();
        Run(connection, $"SELECT pg_advisory_xact_lock({CreationLock})");
        if (!Exists(connection))
        {
            Run(connection, Tables);
            Run(connection, $"INSERT INTO racewalk.schema_version VALUES ({Version})");
        }

        transaction.Commit();
    }

    /// <summary>Looks at the version of the tables.</summary>
    /// <exception cref="ClusterException">There are none, or they are of another version.</exception>
    public static void Check(NpgsqlConnection connection)
    {
        if (!Exists(connection))
        {
            throw new ClusterException("the database has no tables of racewalk's; 'racewalk cluster start' makes them");
        }

        using var command = new NpgsqlCommand("SELECT version FROM racewalk.schema_version", connection);
        object? version = command.ExecuteScalar();
        if (version is not Version)
        {
            throw new ClusterException($"the database's tables are of version {version ?? "none"}; this racewalk works with version {Version}");
        }
    }

    private static bool Exists(NpgsqlConnection connection)
    {
        // By a query: to_regclass goes by the session's cache, which need not know yet what somebody else has just committed.
        using var command = new NpgsqlCommand("SELECT EXISTS (SELECT FROM pg_catalog.pg_tables WHERE schemaname = 'racewalk' AND tablename = 'schema_version')", connection);
        return (bool)command.ExecuteScalar()!;
    }

    private static void Run(NpgsqlConnection connection, string statement)
    {
        using var command = new NpgsqlCommand(statement, connection);
        command.ExecuteNonQuery();
    }
}
