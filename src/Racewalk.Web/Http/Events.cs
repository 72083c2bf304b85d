using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Racewalk.Web.Pages;
using Racewalk.Web.Runs;

namespace Racewalk.Web.Http;

/// <summary>How far a run is, as server-sent events (HTML Living Standard, 9.2): <c>progress</c> with words, then <c>ended</c>.</summary>
internal static class Events
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(250);

    /// <summary>Writes events until the run has ended, or nobody listens any more.</summary>
    public static async Task WriteAsync(RunStore store, string key, HttpContext context)
    {
        if (store.Find(key) is not { } run)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.ContentType = "text/event-stream";
        string said = "";
        try
        {
            while (!run.Ended.IsCompleted)
            {
                string words = Document.Words(run);
                if (words != said)
                {
                    said = words;
                    await SendAsync(context, "progress", words);
                }

                await Task.WhenAny(run.Ended, Task.Delay(s_interval, context.RequestAborted));
                context.RequestAborted.ThrowIfCancellationRequested();
            }

            await SendAsync(context, "ended", "");
        }
        catch (OperationCanceledException)
        {
            // The reader went away.
        }
    }

    // JSON has no line breaks, which would end a line of the event.
    private static async Task SendAsync(HttpContext context, string name, string words)
    {
        await context.Response.WriteAsync($"event: {name}\ndata: {JsonSerializer.Serialize(words)}\n\n", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}
