namespace Racewalk.Web.Tests.Server;

/// <summary>A server for one test.</summary>
public sealed class TestServerScope : IAsyncDisposable
{
    private TestServerScope(TestServer server) => Server = server;

    public TestServer Server { get; }

    public static async Task<TestServerScope> WithAsync(Func<ServeOptions, ServeOptions> change) => new(await TestServer.WithAsync(change));

    public async ValueTask DisposeAsync() => await Server.DisposeAsync();
}
