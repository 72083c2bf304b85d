using System.CommandLine;

namespace Racewalk.Cli;

/// <summary>The options that choose a scenario's configuration.</summary>
/// <param name="withArchitecture">Whether the architecture can be chosen.</param>
internal sealed class ConfigurationOptions(bool withArchitecture)
{
    private readonly Option<string?> _arch = new("--arch")
    {
        Description = "The architecture; the same as --variant arch=ARCH.",
        HelpName = "ARCH",
    };

    private readonly Option<string?> _era = new("--era")
    {
        Description = "The kernel era; the same as --variant era=ERA.",
        HelpName = "ERA",
    };

    private readonly Option<string[]> _variants = new("--variant")
    {
        Description = "A value for one axis of the scenario; for several scenarios, which configurations are meant. May be repeated.",
        HelpName = "AXIS=VALUE",
    };

    private readonly Option<string[]> _drop = new("--drop") { Description = "A step to leave out. May be repeated.", HelpName = "STEP" };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        if (withArchitecture)
        {
            command.Add(_arch);
        }

        command.Add(_era);
        command.Add(_variants);
        command.Add(_drop);
    }

    /// <summary>The steps to leave out.</summary>
    public IReadOnlyList<string> Dropped(ParseResult parse) => parse.GetValue(_drop) ?? [];

    /// <summary>The values of axes, by axis.</summary>
    /// <exception cref="UsageException">A value has no axis, or an axis two values.</exception>
    public SortedDictionary<string, string> Axes(ParseResult parse)
    {
        var axes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string variant in parse.GetValue(_variants) ?? [])
        {
            int equals = variant.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw new UsageException($"--variant '{variant}': expected axis=value");
            }

            Add(variant[..equals], variant[(equals + 1)..]);
        }

        if (withArchitecture && parse.GetValue(_arch) is { } arch)
        {
            Add("arch", arch);
        }

        if (parse.GetValue(_era) is { } era)
        {
            Add("era", era);
        }

        return axes;

        void Add(string axis, string value)
        {
            if (!axes.TryAdd(axis, value) && axes[axis] != value)
            {
                throw new UsageException($"axis '{axis}' has two values, '{axes[axis]}' and '{value}'");
            }
        }
    }
}
