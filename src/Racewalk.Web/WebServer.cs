using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Racewalk.Web.Http;
using Racewalk.Web.Runs;
using Racewalk.Web.Urls;

namespace Racewalk.Web;

/// <summary>The explorer in the browser.</summary>
public static class WebServer
{
    private const int MaxBody = 256 << 10;

    /// <summary>Serves until it is cancelled; all runs are ended then.</summary>
    /// <param name="options">How.</param>
    /// <param name="started">Is told the address once requests are taken.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="IOException">The address is in use.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The address is not of this machine, or not this user's to take.</exception>
    public static async Task RunAsync(ServeOptions options, Action<Uri> started, CancellationToken cancellation)
    {
        // An empty builder reads no settings of the surroundings and writes no logs.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(options.Address, options.Port);
            kestrel.Limits.MaxRequestBodySize = MaxBody;
            kestrel.Limits.MaxRequestLineSize = 64 << 10;
            kestrel.Limits.MaxRequestBufferSize = 128 << 10;
            kestrel.Limits.MaxConcurrentConnections = 256;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        });
        builder.Services.AddRoutingCore();
        await using var store = new RunStore(options);
        await using WebApplication application = builder.Build();
        var guard = new Guard(options);
        var explorer = new Explorer(options, store);
        application.Use(async (context, next) =>
        {
            if (await guard.RefusesAsync(context))
            {
                return;
            }

            try
            {
                await next(context);
            }
            catch (AddressException problem)
            {
                await explorer.Problem(problem).ExecuteAsync(context);
            }
            catch (Exception error) when (error is not (BadHttpRequestException or OperationCanceledException))
            {
                options.OnError?.Invoke(error);
                if (!context.Response.HasStarted)
                {
                    await explorer.Failure.ExecuteAsync(context);
                }
            }
        });
        application.UseRouting();
        explorer.Map(application);
        await application.StartAsync(cancellation);
        string address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        started(new Uri(address));
        try
        {
            await Task.Delay(Timeout.Infinite, cancellation);
        }
        catch (OperationCanceledException)
        {
            // Requests wait for runs; without these they come to an end at once, but for readers that do not read.
            await store.DisposeAsync();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            await application.StopAsync(patience.Token);
        }
    }
}
