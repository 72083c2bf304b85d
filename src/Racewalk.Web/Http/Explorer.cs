using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Racewalk.Reporting.Markup;
using Racewalk.Scenarios;
using Racewalk.Web.Pages;
using Racewalk.Web.Runs;
using Racewalk.Web.Urls;

namespace Racewalk.Web.Http;

/// <summary>The pages and where they are.</summary>
internal sealed class Explorer(ServeOptions options, RunStore store)
{
    private static readonly string[] s_reading = [HttpMethods.Get, HttpMethods.Head];

    private readonly Document _document = new(options);

    /// <summary>Says what answers which address.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/", s_reading, () => Html(_document.Write("Scenarios", CataloguePage.Write)));
        routes.MapMethods("/scenario/{family}/{name}", s_reading, (string family, string name, HttpRequest request) => Scenario(CheckAddress.Read($"{family}/{name}", request.Query)));
        routes.MapMethods("/check/{family}/{name}", s_reading, (string family, string name, HttpRequest request) => CheckAsync(CheckAddress.Read($"{family}/{name}", request.Query)));
        routes.MapMethods("/variants/{family}/{name}", s_reading, (string family, string name, HttpRequest request) => VariantsAsync(CheckAddress.Read($"{family}/{name}", request.Query)));
        routes.MapMethods("/compare", s_reading, (HttpRequest request) => CompareAsync(request.Query));
        routes.MapMethods("/litmus", s_reading, (HttpRequest request) => LitmusAsync(request.Query));
        routes.MapPost("/litmus", async (HttpRequest request) => Results.Redirect(LitmusAddress.Read(await FormAsync(request)).ToString()));
        routes.MapMethods("/litmus/compare", s_reading, (HttpRequest request) => CompareLitmusAsync(LitmusAddress.Read(request.Query)));
        routes.MapPost("/diagnose", (HttpRequest request) => DiagnoseAsync(request));
        routes.MapMethods("/runs/{key}", s_reading, (string key) => Status(key));
        routes.MapPost("/runs/{key}/cancel", (string key, HttpRequest request) => BackAsync(request, () => CancelAsync(key)));
        routes.MapPost("/runs/{key}/again", (string key, HttpRequest request) => BackAsync(request, () =>
        {
            store.Forget(key);
            return Task.CompletedTask;
        }));
        Assets.Map(routes);
        routes.MapFallback("{**path}", (HttpRequest request) => Html(_document.Problem("Not found", $"There is nothing at {request.Path}."), StatusCodes.Status404NotFound));
    }

    /// <summary>The page of an address that makes no sense.</summary>
    public IResult Problem(AddressException problem) => Html(
        _document.Problem(
            problem.Status switch
            {
                StatusCodes.Status404NotFound => "Not found",
                StatusCodes.Status400BadRequest => "This address makes no sense",
                _ => "Refused",
            },
            problem.Message),
        problem.Status);

    /// <summary>The page of an error of the server itself.</summary>
    public IResult Failure => Html(
        _document.Problem("Internal error", "The explorer made a mistake. Whoever runs it has been told what it was."), StatusCodes.Status500InternalServerError);

    private IResult Scenario(CheckAddress address) => Html(_document.Write(address.Scenario.Id, markup => ScenarioPage.Write(markup, address)));

    private Task<IResult> CheckAsync(CheckAddress address)
    {
        string title = $"{address.Scenario.Id} {address.Complete}".TrimEnd();
        return AnswerAsync(title, address.ToString(), [RequestOf(address)], results => markup => VerdictPage.Write(markup, address, (CheckResult)results[0]));
    }

    private Task<IResult> VariantsAsync(CheckAddress address)
    {
        string title = $"The neighbours of {address.Scenario.Id} {address.Complete}".TrimEnd();
        return AnswerAsync(title, address.For("variants"), [new VariantsRun(address.Scenario.Id, address.Configuration.ToString())], results => markup =>
        {
            markup.Element("p", () => markup.Text("a", "The verdict in the frame", ("href", (address with { Code = "", Step = 0 }).ToString())));
            Reporting.Pages.VariantTable.Write(
                markup, ((VariantsResult)results[0]).Matrix, address.Complete.ToString(), configuration => address.With(Configuration.Parse(configuration)).ToString());
        });
    }

    private Task<IResult> CompareAsync(IQueryCollection query)
    {
        CheckAddress left = CheckAddress.Read(query["left"].ToString());
        CheckAddress right = CheckAddress.Read(query["right"].ToString());
        if (query["arch"].ToString() is { Length: > 0 } architecture)
        {
            var values = new Dictionary<string, string>(right.Configuration.Values, StringComparer.Ordinal) { ["arch"] = architecture };
            right = Checked(right, new Configuration(values, right.Configuration.Dropped, right.Configuration.Model));
        }

        if (query["model"].ToString() is { Length: > 0 } model)
        {
            right = Checked(right, new Configuration(right.Configuration.Values, right.Configuration.Dropped, model));
        }

        string back = $"/compare?left={Uri.EscapeDataString(left.ToString())}&right={Uri.EscapeDataString(right.ToString())}";
        return AnswerAsync(
            "Two side by side", back, [RequestOf(left), RequestOf(right)],
            results => markup => ComparePage.Write(markup, (left, (CheckResult)results[0]), (right, (CheckResult)results[1])));
    }

    // The same with another configuration, which may make no sense.
    private static CheckAddress Checked(CheckAddress address, Configuration configuration) => CheckAddress.Read(address.With(configuration).ToString());

    private async Task<IResult> LitmusAsync(IQueryCollection query)
    {
        LitmusAddress address = LitmusAddress.Read(query);
        if (query["example"].ToString() is { Length: > 0 } example)
        {
            address = address with { Test = LitmusEditor.Example(example) ?? throw new AddressException(StatusCodes.Status404NotFound, $"There is no example '{example}'.") };
            return Html(_document.Write("Litmus tests and models", markup => LitmusEditor.Write(markup, address, null)));
        }

        if (address.Test.Length == 0)
        {
            return Html(_document.Write("Litmus tests and models", markup => LitmusEditor.Write(markup, address, null)));
        }

        var run = new LitmusRun(address.Test, address.Model, address.Cat);
        return await AnswerAsync(
            "Litmus test", address.ToString(), [run], results => markup => LitmusEditor.Write(markup, address, results[0]),
            refused => Html(_document.Write("Litmus test", markup => LitmusEditor.Write(markup, address, refused)), StatusCodes.Status422UnprocessableEntity));
    }

    private Task<IResult> CompareLitmusAsync(LitmusAddress address) => AnswerAsync(
        "Two models on one test", address.For("/litmus/compare"), [new LitmusRun(address.Test, address.Model, address.Cat), new LitmusRun(address.Test, address.Other, "")],
        results => markup => LitmusComparison.Write(markup, address, ((LitmusRunResult)results[0]).View, ((LitmusRunResult)results[1]).View));

    private async Task<IResult> DiagnoseAsync(HttpRequest request)
    {
        LitmusAddress address = LitmusAddress.Read(await FormAsync(request));
        if (store.Get(new DiagnosisRun(address.Test, address.Cat)) is not { } run)
        {
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        await run.Ended;
        return run.Result is DiagnosisResult result ? Results.Json(result) : Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IFormCollection> FormAsync(HttpRequest request)
    {
        if (!request.HasFormContentType)
        {
            throw new AddressException(StatusCodes.Status415UnsupportedMediaType, "Only forms are taken here.");
        }

        try
        {
            return await request.ReadFormAsync(request.HttpContext.RequestAborted);
        }
        catch (BadHttpRequestException problem)
        {
            throw new AddressException(problem.StatusCode, "The form is too large, or cannot be read.");
        }
        catch (InvalidDataException)
        {
            throw new AddressException(StatusCodes.Status400BadRequest, "The form has more fields than a form of this server, or cannot be read.");
        }
    }

    // Asked for again and again by the page that waits. A connection that stays open for each such page would leave a browser none for others.
    private IResult Status(string key) => store.Find(key) is { } run
        ? Results.Json(new { words = Document.Words(run), hasEnded = run.Ended.IsCompleted })
        : Results.StatusCode(StatusCodes.Status404NotFound);

    // Does something with a run and goes back to its page.
    private static async Task<IResult> BackAsync(HttpRequest request, Func<Task> act)
    {
        string back = (await FormAsync(request))["back"].ToString();
        await act();

        // Only an address of this server, whatever a form says, and as addresses are written here.
        bool isOurs = back.StartsWith('/') && !back.StartsWith("//", StringComparison.Ordinal) && back.All(static c => c is > ' ' and < '\x7F' and not '\\');
        return Results.Redirect(isOurs ? back : "/");
    }

    private async Task CancelAsync(string key)
    {
        store.Cancel(key);
        await (store.Find(key)?.Ended ?? Task.CompletedTask);
    }

    private static RunRequest RequestOf(CheckAddress address) => address.Code.Length == 0
        ? new CheckRun(address.Scenario.Id, address.Complete.ToString())
        : new ReplayRun(address.Scenario.Id, address.Complete.ToString(), address.Code);

    /// <summary>The page of results, or one that waits for them, or one that says why there are none.</summary>
    private async Task<IResult> AnswerAsync(
        string title, string back, IReadOnlyList<RunRequest> requests, Func<RunMessage[], Action<MarkupWriter>> page, Func<RunRefused, IResult>? refusal = null)
    {
        List<Run> runs = [];
        foreach (RunRequest request in requests)
        {
            if (store.Get(request) is not { } run)
            {
                return Html(_document.Problem("Too much to do", "Too many runs wait for their turn already. Please come again in a minute."), StatusCodes.Status503ServiceUnavailable);
            }

            runs.Add(run);
        }

        await Task.WhenAny(Task.WhenAll(runs.Select(static r => r.Ended)), Task.Delay(options.Patience));
        Run[] waiting = [.. runs.Where(static r => !r.Ended.IsCompleted)];
        if (waiting.Length > 0)
        {
            return Html(_document.Progress(title, waiting, back), StatusCodes.Status202Accepted);
        }

        if (runs.FirstOrDefault(static r => r.Result is null) is { } stopped)
        {
            return Html(_document.Stopped(stopped, back));
        }

        return runs.Select(static r => r.Result).OfType<RunRefused>().FirstOrDefault() is { } refused
            ? refusal?.Invoke(refused) ?? Html(_document.Write("Refused", markup => markup.Text("pre", refused.Diagnostic.Text)), StatusCodes.Status422UnprocessableEntity)
            : Html(_document.Write(title, page([.. runs.Select(static r => r.Result!)])));
    }

    private static IResult Html(string text, int status = StatusCodes.Status200OK) => Results.Content(text, "text/html; charset=utf-8", statusCode: status);
}
