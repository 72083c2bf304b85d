using System.Net;

namespace Racewalk.Web;

/// <summary>How the explorer is served.</summary>
public sealed record ServeOptions
{
    /// <summary>The program that runs one order, and its arguments (<see cref="Runs.RunExecutor"/>).</summary>
    public required IReadOnlyList<string> RunProgram { get; init; }

    /// <summary>The version of racewalk.</summary>
    public required string Version { get; init; }

    /// <summary>The address to listen on.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port; 0 for any that is free.</summary>
    public int Port { get; init; } = 8091;

    /// <summary>Names that the server is known by, beside those of the loopback; a request for another is refused, so that no other site's name can be made to lead here.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>After how long a run comes to an end, with what it knows by then.</summary>
    public TimeSpan MaxTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How much memory a run may use, in MiB.</summary>
    public int MaxMemory { get; init; } = 512;

    /// <summary>How many runs there may be at once.</summary>
    public int MaxRuns { get; init; } = 2;

    /// <summary>How many runs may wait for their turn.</summary>
    public int MaxQueue { get; init; } = 64;

    /// <summary>How many processors a run may use.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Is told of errors of the server itself, which its readers see no more of than that there was one; from any thread.</summary>
    public Action<Exception>? OnError { get; init; }

    /// <summary>How long an answer waits for a run before it says that it runs. Most runs are over before a reader would notice.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>How many bytes of results are kept, so that an address shows again at once.</summary>
    public long MaxKept { get; init; } = 64 << 20;
}
