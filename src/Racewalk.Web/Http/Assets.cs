using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Racewalk.Reporting.Pages;

namespace Racewalk.Web.Http;

/// <summary>The files beside the pages; they are in the program.</summary>
internal static class Assets
{
    /// <summary>Says what answers which address.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        Add(routes, "explorer.js", "text/javascript", "");
        Add(routes, "icon.svg", "image/svg+xml", "");
        Add(routes, "explorer.css", "text/css", ReportSheet.Rules);
    }

    private static void Add(IEndpointRouteBuilder routes, string name, string type, string before)
    {
        using var reader = new StreamReader(typeof(Assets).Assembly.GetManifestResourceStream("assets/" + name)!);
        byte[] bytes = Encoding.UTF8.GetBytes(before + "\n" + reader.ReadToEnd());
        routes.MapMethods("/" + name, [HttpMethods.Get, HttpMethods.Head], () => Results.Bytes(bytes, type + "; charset=utf-8"));
    }
}
