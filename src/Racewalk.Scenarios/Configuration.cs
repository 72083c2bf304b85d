namespace Racewalk.Scenarios;

/// <summary>One choice of a value for every axis, the steps left out, and the model if it is not the architecture's own. Value equality.</summary>
public sealed class Configuration : IEquatable<Configuration>
{
    private readonly SortedDictionary<string, string> _values;

    /// <summary>A configuration with the given axis values, dropped steps and model.</summary>
    /// <param name="values">Axis values; axes not named have their default.</param>
    /// <param name="dropped">Names of steps left out.</param>
    /// <param name="model">The model's name; null for the architecture's own.</param>
    public Configuration(IEnumerable<KeyValuePair<string, string>> values, IEnumerable<string>? dropped = null, string? model = null)
    {
        _values = new SortedDictionary<string, string>(values.ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal), StringComparer.Ordinal);
        Dropped = [.. (dropped ?? []).Order(StringComparer.Ordinal)];
        Model = model;
    }

    /// <summary>Axis values by axis name, in ordinal order.</summary>
    public IReadOnlyDictionary<string, string> Values => _values;

    /// <summary>Steps left out, in ordinal order.</summary>
    public IReadOnlyList<string> Dropped { get; }

    /// <summary>The model's name; null for the architecture's own.</summary>
    public string? Model { get; }

    /// <summary>Parses <c>arch=arm64 era=E0 -step model=tso</c>: axis values, steps to drop after a minus, and the model.</summary>
    public static Configuration Parse(string text)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var dropped = new List<string>();
        string? model = null;
        foreach (string part in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            if (part[0] == '-')
            {
                dropped.Add(part[1..]);
            }
            else if (equals > 0 && part[..equals] == "model")
            {
                model = part[(equals + 1)..];
            }
            else if (equals > 0)
            {
                values[part[..equals]] = part[(equals + 1)..];
            }
            else
            {
                throw new ScenarioException($"'{part}': expected axis=value, -step or model=name");
            }
        }

        return new Configuration(values, dropped, model);
    }

    /// <summary>Whether a step is left out.</summary>
    public bool Drops(string step) => Dropped.Contains(step, StringComparer.Ordinal);

    /// <inheritdoc/>
    public bool Equals(Configuration? other) => other is not null && string.Equals(ToString(), other.ToString(), StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Configuration);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(ToString());

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString() => string.Join(' ',
        _values.Select(p => $"{p.Key}={p.Value}").Concat(Dropped.Select(s => "-" + s)).Concat(Model is null ? [] : ["model=" + Model]));
}
