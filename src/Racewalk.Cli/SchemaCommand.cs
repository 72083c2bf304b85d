using System.CommandLine;

namespace Racewalk.Cli;

/// <summary>The command line of <c>racewalk schema</c>.</summary>
internal sealed class SchemaCommand
{
    private readonly Argument<string?> _name = new("NAME")
    {
        Description = "The schema to print, such as check. Without it: one line for each there is.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>The command.</summary>
    public Command Create(CliEnvironment environment)
    {
        var command = new Command("schema", "Print the JSON Schemas of what racewalk writes as JSON.") { _name };
        command.SetAction(parse =>
        {
            if (parse.GetValue(_name) is { } name)
            {
                environment.Output.Write(Schemas.Text(name));
                return ExitCodes.Holds;
            }

            (string Name, string Id, string Title)[] rows = [.. Schemas.Names.Select(static n => (n, Schemas.Heading(n).Id, Schemas.Heading(n).Title))];
            int names = rows.Max(static r => r.Name.Length);
            int ids = rows.Max(static r => r.Id.Length);
            foreach ((string row, string id, string title) in rows)
            {
                environment.Output.WriteLine($"{row.PadRight(names)}  {id.PadRight(ids)}  {title}");
            }

            return ExitCodes.Holds;
        });
        return command;
    }
}
