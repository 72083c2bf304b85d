using System.Net;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Racewalk.Web.Tests.Server;

/// <summary>The explorer on a free port, whose runs are processes of the real program.</summary>
public sealed class TestServer : IAsyncLifetime, IDisposable
{
    private readonly CancellationTokenSource _end = new();
    private Task _served = Task.CompletedTask;

    /// <summary>The program that runs one order.</summary>
    public static IReadOnlyList<string> RunProgram { get; } = ["dotnet", Path.Combine(AppContext.BaseDirectory, "racewalk.dll"), "serve-run"];

    public HttpClient Client { get; private set; } = new();

    public Uri Address => Client.BaseAddress!;

    /// <summary>A server with other options than the usual ones.</summary>
    public static async Task<TestServer> WithAsync(Func<ServeOptions, ServeOptions> change)
    {
        var server = new TestServer();
        await server.StartAsync(change(Options));
        return server;
    }

    public static ServeOptions Options { get; } = new() { RunProgram = RunProgram, Version = "1.2.3", Port = 0 };

    public Task InitializeAsync() => StartAsync(Options);

    public async Task DisposeAsync()
    {
        await _end.CancelAsync();
        await _served;
        Dispose();
    }

    public void Dispose()
    {
        _end.Dispose();
        Client.Dispose();
    }

    /// <summary>A page, once it is no longer one that waits.</summary>
    public async Task<(HttpStatusCode Status, IDocument Page)> GetAsync(string path)
    {
        while (true)
        {
            using HttpResponseMessage answer = await Client.GetAsync(new Uri(path, UriKind.Relative));
            if (answer.StatusCode != HttpStatusCode.Accepted)
            {
                return (answer.StatusCode, await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync()));
            }

            await Task.Delay(100);
        }
    }

    /// <summary>Sends the form of a litmus test and gives the address of the result.</summary>
    public async Task<string> LitmusAsync(string test, string model = "", string cat = "")
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("test", test), KeyValuePair.Create("model", model), KeyValuePair.Create("cat", cat)]);
        using HttpResponseMessage answer = await Client.PostAsync(new Uri("/litmus", UriKind.Relative), form);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return answer.Headers.Location!.ToString();
    }

    /// <summary>A request whose line and headers are as they are given.</summary>
    public async Task<string> RawAsync(string request)
    {
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(Address.Host, Address.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request.ReplaceLineEndings("\r\n")));
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadLineAsync() ?? "";
    }

    private async Task StartAsync(ServeOptions options)
    {
        var started = new TaskCompletionSource<Uri>();
        _served = WebServer.RunAsync(options, started.SetResult, _end.Token);
        await Task.WhenAny(started.Task, _served);
        Client.Dispose();
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = await started.Task };
    }
}
