using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Racewalk.Executions;
using Racewalk.Reporting.Replay;
using Racewalk.Scenarios;

namespace Racewalk.Web.Urls;

/// <summary>What a page of a check shows, and its address: <c>/check/FAMILY/NAME?AXIS=VALUE&amp;drop=STEP&amp;model=NAME&amp;execution=CODE&amp;step=N</c>.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Configuration">The configuration as it was asked for; axes not named have their defaults.</param>
/// <param name="Code">The execution to show, by its code; empty for that of the verdict.</param>
/// <param name="Step">The step to look at, from 1; 0 for none.</param>
public sealed record CheckAddress(Scenario Scenario, Configuration Configuration, string Code = "", int Step = 0)
{
    private const string Drop = "drop";
    private const string Model = "model";
    private const string Execution = "execution";
    private const string StepNumber = "step";

    // Answers of a form that leave a choice to the program.
    private static readonly string[] s_reserved = [Drop, Model, Execution, StepNumber];

    /// <summary>Names that are no axes.</summary>
    public static IReadOnlyList<string> Reserved => s_reserved;

    /// <summary>The complete configuration.</summary>
    public Configuration Complete => ScenarioChecker.Complete(Scenario, Configuration);

    /// <summary>Reads an address.</summary>
    /// <param name="scenario">The scenario's identifier.</param>
    /// <param name="query">What stands behind the question mark.</param>
    /// <exception cref="AddressException">There is no such scenario, or the rest makes no sense.</exception>
    public static CheckAddress Read(string scenario, IQueryCollection query)
    {
        Scenario found = Catalogue.All.Find(scenario) ??
            throw new AddressException(StatusCodes.Status404NotFound, $"There is no scenario '{scenario}'{NearestNames.Hint(scenario, [.. Catalogue.All.Ids])}.");
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string name, StringValues given) in query)
        {
            if (s_reserved.Contains(name, StringComparer.Ordinal) || given is [null or ""])
            {
                continue;
            }

            values[name] = given is [{ } value] ? value : throw Wrong($"The axis '{name}' has more than one value.");
        }

        string code = One(query, Execution);
        string step = One(query, StepNumber);
        int number = 0;
        if (!ExecutionCode.IsWellFormed(code))
        {
            throw Wrong($"'{code}' is not the code of an execution.");
        }

        if (step.Length > 0 && !(int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number < 1_000_000))
        {
            throw Wrong($"'{step}' is not the number of a step.");
        }

        string model = One(query, Model);
        var address = new CheckAddress(
            found, new Configuration(values, [.. query[Drop].OfType<string>().Distinct(StringComparer.Ordinal)], model.Length == 0 ? null : model), code, number);
        try
        {
            // A configuration can be complete and still make no sense, which the scenario says.
            found.Build(address.Complete);
            return address;
        }
        catch (ScenarioException e)
        {
            throw Wrong(e.Message);
        }
    }

    /// <summary>Reads an address as it is written, <c>/check/…</c>.</summary>
    /// <exception cref="AddressException">It is none.</exception>
    public static CheckAddress Read(string address)
    {
        const string Prefix = "/check/";
        int question = address.IndexOf('?', StringComparison.Ordinal);
        string path = question < 0 ? address : address[..question];
        return path.StartsWith(Prefix, StringComparison.Ordinal)
            ? Read(Uri.UnescapeDataString(path[Prefix.Length..]), new QueryCollection(Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(question < 0 ? "" : address[question..])))
            : throw Wrong($"'{address}' is not the address of a check.");
    }

    /// <summary>The address of the same with another configuration of the same scenario, and the verdict's own execution.</summary>
    public CheckAddress With(Configuration configuration) => new(Scenario, configuration);

    /// <summary>The address of another page about the same.</summary>
    /// <param name="page">The page: <c>check</c>, <c>scenario</c> or <c>variants</c>.</param>
    public string For(string page)
    {
        var text = new StringBuilder($"/{page}/{Scenario.Id}");
        char next = '?';
        foreach ((string axis, string value) in Configuration.Values)
        {
            Add(axis, value);
        }

        foreach (string step in Configuration.Dropped)
        {
            Add(Drop, step);
        }

        Add(Model, Configuration.Model ?? "");
        if (page == "check")
        {
            Add(Execution, Code);
            Add(StepNumber, Step == 0 ? "" : Step.ToString(CultureInfo.InvariantCulture));
        }

        return text.ToString();

        void Add(string name, string value)
        {
            if (value.Length > 0)
            {
                text.Append(next).Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
                next = '&';
            }
        }
    }

    /// <summary>The address.</summary>
    public override string ToString() => For("check");

    private static string One(IQueryCollection query, string name) => query[name] switch
    {
        [] => "",
        [var value] => value ?? "",
        _ => throw Wrong($"'{name}' is there more than once."),
    };

    private static AddressException Wrong(string message) => new(StatusCodes.Status400BadRequest, message);
}
