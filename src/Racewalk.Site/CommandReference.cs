using System.CommandLine;
using System.CommandLine.Help;
using Racewalk.Cli;

namespace Racewalk.Site;

/// <summary>The reference of the command line, from the commands themselves.</summary>
internal static class CommandReference
{
    /// <summary>The page.</summary>
    internal static PageDraft Page() => new("reference/commands.html", static (page, _) => Write(page));

    private static void Write(PageText page)
    {
        RootCommand root = RacewalkApp.CommandTree(CommandRunner.EnvironmentFor(TextWriter.Null));
        page.AddHeading(1, "Commands", "commands");
        page.AddParagraph(
            "Every command with every argument and option, as ", new Cell("--help", IsCode: true), " has them. ",
            new Cell("The command line", Target: SitePath.Of("docs/cli.md")), " explains them with examples.");
        Write(page, "racewalk", root);
        page.AddHeading(2, "Exit codes", "exit-codes");
        page.AddTable("Exit codes", ["Code", "Meaning"], ExitCodes.Meanings.Select(static m => (IReadOnlyList<Cell>)[FormattableString.Invariant($"{m.Code}"), m.Meaning]));
    }

    private static void Write(PageText page, string name, Command command)
    {
        page.AddHeading(2, name, name.Replace(' ', '-'));
        page.AddParagraph(command.Description ?? "");
        page.AddCode("Usage", string.Join(' ', command.Arguments.Where(static a => !a.Hidden).Select(UsageOf)
            .Prepend(name).Append(command.Subcommands.Count > 0 ? "COMMAND" : "[OPTIONS]")));
        page.AddTable(
            $"Arguments of {name}",
            ["Argument", "Meaning"],
            command.Arguments.Where(static a => !a.Hidden).Select(static a => (IReadOnlyList<Cell>)[new Cell(a.Name, IsCode: true), a.Description ?? ""]));
        page.AddTable(
            $"Options of {name}",
            ["Option", "Meaning", "Default"],
            command.Options.Where(o => !o.Hidden && (command is RootCommand || o is not HelpOption)).Select(static o => (IReadOnlyList<Cell>)
                [new Cell(NamesOf(o), IsCode: true), o.Description ?? "", new Cell(DefaultOf(o), IsCode: true)]));
        page.AddTable(
            $"Commands of {name}",
            ["Command", "Meaning"],
            command.Subcommands.Where(static c => !c.Hidden).Select(c => (IReadOnlyList<Cell>)[new Cell($"{name} {c.Name}", IsCode: true), c.Description ?? ""]));
        foreach (Command subcommand in command.Subcommands.Where(static c => !c.Hidden))
        {
            Write(page, $"{name} {subcommand.Name}", subcommand);
        }
    }

    private static string UsageOf(Argument argument)
    {
        string text = argument.Name + (argument.Arity.MaximumNumberOfValues > 1 ? "..." : "");
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{text}]" : text;
    }

    private static string NamesOf(Option option) =>
        string.Join(", ", option.Aliases.Order(StringComparer.Ordinal).Prepend(option.Name).Distinct()) + (TakesValue(option) ? $" {option.HelpName ?? "VALUE"}" : "");

    private static bool TakesValue(Option option) => option.Arity.MaximumNumberOfValues > 0 && option.ValueType != typeof(bool);

    private static string DefaultOf(Option option) => option.HasDefaultValue && TakesValue(option) && option.GetDefaultValue() is { } value and not System.Collections.ICollection
        ? Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? ""
        : "";
}
