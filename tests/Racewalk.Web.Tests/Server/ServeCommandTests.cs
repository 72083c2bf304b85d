using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Racewalk.Web.Tests.Server;

/// <summary>The command itself, as a process.</summary>
public sealed class ServeCommandTests
{
    [Fact]
    public async Task Serve_UntilItIsTerminated_AnswersAndEndsCleanly()
    {
        using Process process = Start("--port", "0", "--max-time", "5");
        string address = (await process.StandardOutput.ReadLineAsync())!;
        using var client = new HttpClient();

        Assert.StartsWith("http://127.0.0.1:", address, StringComparison.Ordinal);
        Assert.Contains("A run has 5 s and 512 MiB here", await client.GetStringAsync(new Uri(address)), StringComparison.Ordinal);
        Assert.Contains("violated", await client.GetStringAsync(new Uri(address + "check/gup-fast/collapse?era=E0")), StringComparison.Ordinal);

        // A run that nobody ended, and a reader that sends half a request, hold up nothing.
        using (await client.GetAsync(new Uri(address.TrimEnd('/') + new Urls.LitmusAddress(RunTests.Long, "", ""))))
        {
        }

        using var slow = new TcpClient();
        await slow.ConnectAsync(IPAddress.Loopback, new Uri(address).Port);
        await slow.GetStream().WriteAsync("POST /litmus HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 99\r\n\r\n"u8.ToArray());

        using (Process kill = Process.Start("kill", process.Id.ToString(CultureInfo.InvariantCulture)))
        {
            await kill.WaitForExitAsync();
        }

        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        Assert.Equal("", await process.StandardOutput.ReadToEndAsync());
        Assert.Equal("", await process.StandardError.ReadToEndAsync());
    }

    [Fact]
    public async Task Serve_ThatIsKilled_LeavesNoRun()
    {
        using Process process = Start("--port", "0", "--max-time", "600");
        string address = (await process.StandardOutput.ReadLineAsync())!;
        using var client = new HttpClient();
        using (await client.GetAsync(new Uri(address.TrimEnd('/') + new Urls.LitmusAddress(RunTests.Long, "", ""))))
        {
        }

        Process[] runs = [.. RunTests.Children(process.Id).Select(Process.GetProcessById)];
        Assert.Equal(2, runs.Length);

        process.Kill();

        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        foreach (Process run in runs)
        {
            await run.WaitForExitAsync(patience.Token);
            run.Dispose();
        }
    }

    [Theory]
    [InlineData("--port: a port is a number from 0 to 65535", "--port", "70000")]
    [InlineData("--listen: 'nowhere' is not an IP address", "--listen", "nowhere")]
    [InlineData("--max-time: from 0.1 to 86400 seconds", "--max-time", "0")]
    [InlineData("--max-memory: from 64 to 1048576 MiB", "--max-memory", "1")]
    [InlineData("--max-runs: from 1 to 1024", "--max-runs", "0")]
    [InlineData("cannot listen on 192.0.2.1, port 0", "--listen", "192.0.2.1", "--port", "0")]
    public async Task Serve_WithOptionsThatMakeNoSense_SaysWhy(string expected, params string[] arguments)
    {
        using Process process = Start(arguments);
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(2, process.ExitCode);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_OnAPortInUse_SaysSo()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        int port = ((IPEndPoint)other.LocalEndpoint).Port;
        using Process process = Start("--port", port.ToString(CultureInfo.InvariantCulture));
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(2, process.ExitCode);
        Assert.Contains($"racewalk: cannot listen on 127.0.0.1, port {port}: ", error, StringComparison.Ordinal);
    }

    private static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo("dotnet", [TestServer.RunProgram[1], "serve", .. arguments])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
