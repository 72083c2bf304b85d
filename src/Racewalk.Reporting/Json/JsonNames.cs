using System.Text.Json;

namespace Racewalk.Reporting.Json;

/// <summary>Names of enumeration members as scripts like them: <c>use-after-free</c>.</summary>
internal static class JsonNames
{
    /// <summary>The name of one member.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <summary>The names of the flags that are set; none for none.</summary>
    public static IEnumerable<string> FlagsOf<T>(T value)
        where T : struct, Enum =>
        Enum.GetValues<T>().Where(flag => Convert.ToUInt64(flag, null) != 0 && value.HasFlag(flag)).Select(Of);
}
