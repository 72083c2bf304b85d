using Microsoft.AspNetCore.Http;
using Racewalk.Executions;
using Racewalk.Models.Cat;

namespace Racewalk.Web.Urls;

/// <summary>A litmus test with a model, and its address: <c>/litmus?test=TEXT&amp;model=NAME&amp;cat=TEXT&amp;other=NAME</c>, where texts are packed (<see cref="PackedText"/>).</summary>
/// <param name="Test">The test; empty for none.</param>
/// <param name="Model">A built-in model; empty for that of the test's dialect.</param>
/// <param name="Cat">A model of one's own in place of it; empty for none.</param>
/// <param name="Other">The built-in model to compare with; empty for that of the test's dialect. Only for comparisons.</param>
public sealed record LitmusAddress(string Test, string Model, string Cat, string Other = "")
{
    /// <summary>Reads an address.</summary>
    /// <exception cref="AddressException">It makes no sense.</exception>
    public static LitmusAddress Read(IQueryCollection query) => new(
        PackedText.Unpack(query["test"].ToString()), Known(query["model"].ToString()), PackedText.Unpack(query["cat"].ToString()), Known(query["other"].ToString()));

    /// <summary>Reads a form.</summary>
    /// <exception cref="AddressException">It makes no sense.</exception>
    public static LitmusAddress Read(IFormCollection form) => new(
        PackedText.Checked(form["test"].ToString()), Known(form["model"].ToString()), PackedText.Checked(form["cat"].ToString()), Known(form["other"].ToString()));

    /// <summary>The address.</summary>
    /// <param name="page">The page: <c>/litmus</c> or <c>/litmus/compare</c>.</param>
    public string For(string page)
    {
        string[] parts =
        [
            .. new[] { ("test", PackedText.Pack(Test)), ("model", Model), ("cat", PackedText.Pack(Cat)), ("other", page == "/litmus" ? "" : Other) }
                .Where(static p => p.Item2.Length > 0).Select(static p => $"{p.Item1}={p.Item2}"),
        ];
        return parts.Length == 0 ? page : page + "?" + string.Join('&', parts);
    }

    /// <summary>The address of the result.</summary>
    public override string ToString() => For("/litmus");

    private static string Known(string model) => model.Length == 0 || BuiltInModels.Names.Contains(model, StringComparer.Ordinal)
        ? model
        : throw new AddressException(StatusCodes.Status400BadRequest, $"There is no built-in model '{model}'{NearestNames.HintOrAll(model, [.. BuiltInModels.Names])}.");
}
