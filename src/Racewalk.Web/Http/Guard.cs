using System.Net;
using Microsoft.AspNetCore.Http;

namespace Racewalk.Web.Http;

/// <summary>What every request has to be like, and every answer. Other sites must neither see what is shown here nor start runs, even if a name of theirs leads to this machine.</summary>
internal sealed class Guard(ServeOptions options)
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Whether a request is refused; the answer has been written then.</summary>
    public async Task<bool> RefusesAsync(HttpContext context)
    {
        IHeaderDictionary answer = context.Response.Headers;
        answer.ContentSecurityPolicy = Policy;
        answer.XContentTypeOptions = "nosniff";

        // Nothing of an address goes elsewhere; within, a form has to say where it comes from.
        answer["Referrer-Policy"] = "same-origin";
        answer["Cross-Origin-Opener-Policy"] = "same-origin";
        answer["Cross-Origin-Resource-Policy"] = "same-origin";
        answer.CacheControl = "no-store";
        string? problem = Problem(context.Request);
        if (problem is null)
        {
            return false;
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(problem + "\n");
        return true;
    }

    private string? Problem(HttpRequest request)
    {
        string host = request.Host.Host.Trim('[', ']');

        // A name that leads here by DNS is somebody else's page in the reader's browser; an address is not.
        bool isKnown = host is "localhost" || IPAddress.TryParse(host, out _) || options.Hosts.Contains(host, StringComparer.OrdinalIgnoreCase);
        if (!isKnown)
        {
            return "This server is not known by that name; --host NAME makes it known.";
        }

        string site = request.Headers["Sec-Fetch-Site"].ToString();
        bool isElsewhere = site is "cross-site" or "same-site";
        bool changes = !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method);
        if (isElsewhere && (changes || request.Headers["Sec-Fetch-Mode"] != "navigate"))
        {
            return "This server answers no requests of other sites' pages.";
        }

        string origin = request.Headers.Origin.ToString();
        return changes && origin.Length > 0 && origin != $"{request.Scheme}://{request.Host}" ? "This server takes no forms of other sites' pages." : null;
    }
}
