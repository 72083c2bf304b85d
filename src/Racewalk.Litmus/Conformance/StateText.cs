namespace Racewalk.Litmus.Conformance;

/// <summary>Makes the texts of final states comparable.</summary>
public static class StateText
{
    /// <summary>The places in ordinal order, locations without brackets, no spaces.</summary>
    public static string Normalise(string state) => string.Join(
        ';',
        state.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(static p => p.Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal));
}
