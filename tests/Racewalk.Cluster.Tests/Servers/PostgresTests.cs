namespace Racewalk.Cluster.Tests.Servers;

/// <summary>The tests that share one server, each with a database of its own. They run one after the other: they are about time and processes.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class PostgresTests : ICollectionFixture<SharedServer>
{
    public const string Name = "PostgreSQL";
}

/// <summary>The server that they share, started when one asks for it.</summary>
public sealed class SharedServer : IDisposable
{
    private readonly Lazy<PostgresServer> _server = new(static () => new PostgresServer());

    public string NewDatabase() => _server.Value.NewDatabase();

    public void Dispose()
    {
        if (_server.IsValueCreated)
        {
            _server.Value.Dispose();
        }
    }
}

/// <summary>A test that needs PostgreSQL. Where it is not installed it is left out, but not in continuous integration.</summary>
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresRequirement.Missing;
}

/// <inheritdoc cref="PostgresFactAttribute"/>
public sealed class PostgresTheoryAttribute : TheoryAttribute
{
    public PostgresTheoryAttribute() => Skip = PostgresRequirement.Missing;
}

/// <summary>A test that needs a small disk, too. Only root can make one; elsewhere it is left out.</summary>
public sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute() => Skip = PostgresRequirement.Missing ?? (Environment.IsPrivilegedProcess ? null : "only root can make a small file system");
}

internal static class PostgresRequirement
{
    public static string? Missing { get; } = PostgresPrograms.Folder is null && Environment.GetEnvironmentVariable("CI") is not "true"
        ? "PostgreSQL 15 is not installed (Debian: apt install postgresql)"
        : null;
}
