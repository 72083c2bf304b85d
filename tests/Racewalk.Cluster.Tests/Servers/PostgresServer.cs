using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Racewalk.Cluster.Tests.Servers;

/// <summary>A PostgreSQL server of a test's own, on the loopback interface, whose data are removed with it.</summary>
internal sealed class PostgresServer : IDisposable
{
    private readonly string _folder;
    private readonly string _data;
    private readonly string[] _settings;
    private readonly int _port = FreePort();
    private Process? _process;
    private int _databases;

    /// <summary>A server.</summary>
    /// <param name="dataUnder">An empty folder for its data; null for a temporary one.</param>
    /// <param name="settings">Settings, <c>name=value</c>.</param>
    internal PostgresServer(string? dataUnder = null, params string[] settings)
    {
        _folder = Directory.CreateTempSubdirectory("racewalk-postgres").FullName;
        _data = Path.Combine(dataUnder ?? _folder, "data");
        // What tests kill is the server and not the operating system, so nothing need be on a disk.
        _settings = ["fsync=off", "listen_addresses=127.0.0.1", $"unix_socket_directories={_folder}", .. settings];
        OwnedByServer(_folder);
        PostgresPrograms.Run(PostgresPrograms.Start("initdb", "-D", _data, "-U", "racewalk", "-A", "trust", "--no-sync", "--wal-segsize=1"));
        Start();
    }

    internal string Log => Path.Combine(_folder, "log");

    /// <summary>Starts it, if it does not run, and waits until it answers.</summary>
    internal void Start()
    {
        for (int tries = 0; ; tries++)
        {
            if (_process is null or { HasExited: true })
            {
                _process?.Dispose();
                // Through a shell, as its log is to go to a file even while nobody reads.
                ProcessStartInfo start = PostgresPrograms.Start("postgres", ["-D", _data, "-p", _port.ToString(CultureInfo.InvariantCulture), .. _settings.SelectMany(static s => (string[])["-c", s])]);
                string line = string.Join(' ', start.ArgumentList.Prepend(start.FileName).Select(static a => $"'{a}'"));
                _process = Process.Start(new ProcessStartInfo("sh", ["-c", $"exec {line} >>'{Log}' 2>&1"]) { WorkingDirectory = "/" })!;
            }

            try
            {
                using NpgsqlConnection connection = Connect("postgres");
                return;
            }
            catch (NpgsqlException) when (tries < 600)
            {
                Thread.Sleep(50);
            }
        }
    }

    /// <summary>Kills it and all that it has started, at once.</summary>
    internal void Kill()
    {
        _process!.Kill(entireProcessTree: true);
        _process.WaitForExit();
    }

    /// <summary>Whether it runs.</summary>
    internal bool IsRunning => _process is { HasExited: false };

    /// <summary>The connection string of a new database.</summary>
    internal string NewDatabase()
    {
        string name = $"test{Interlocked.Increment(ref _databases)}";
        using NpgsqlConnection connection = Connect("postgres");
        using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        command.ExecuteNonQuery();
        return ConnectionString(name);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Kill();
        _process!.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    internal static NpgsqlConnection Open(string connectionString)
    {
        var connection = new NpgsqlConnection(connectionString);
        connection.Open();
        return connection;
    }

    /// <summary>Gives a folder to the user that the server runs as.</summary>
    internal static void OwnedByServer(string folder)
    {
        if (Environment.IsPrivilegedProcess)
        {
            PostgresPrograms.Run(new ProcessStartInfo("chown", ["postgres:", folder]));
        }
    }

    private NpgsqlConnection Connect(string database) => Open(ConnectionString(database));

    private string ConnectionString(string database) =>
        string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={_port};Username=racewalk;Database={database};Pooling=false");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
