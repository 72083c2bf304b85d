namespace Racewalk.Reporting.Pipelines;

/// <summary>Where something is: a line of a file of the user's, or a function of the kernel.</summary>
/// <param name="File">The file, as the command line gives it; null for a function of the kernel, whose file is not the user's.</param>
/// <param name="Line">The line, from 1; 0 if it is not known.</param>
/// <param name="Name">The function's name, or the scenario's id; null with a file.</param>
/// <param name="FullName">The name with the file of the kernel; null with a file.</param>
/// <param name="NameKind">What the name is of, in SARIF's words: <c>function</c>, <c>module</c>.</param>
public sealed record SarifPlace(string? File, int Line, string? Name, string? FullName, string NameKind)
{
    /// <summary>A line of a file.</summary>
    public static SarifPlace Of(string file, int line) => new(file, line, null, null, "");

    /// <summary>A function, or something else that has a name.</summary>
    public static SarifPlace Named(string name, string fullName, string kind) => new(null, 0, name, fullName, kind);
}

/// <summary>A step of an execution.</summary>
/// <param name="Place">Where.</param>
/// <param name="Text">What is done.</param>
/// <param name="Order">Its place among the steps of all CPUs, from 1; 0 if nothing says it.</param>
/// <param name="Importance">How much it matters, in SARIF's words: <c>essential</c>, <c>important</c>, <c>unimportant</c>.</param>
public sealed record SarifStep(SarifPlace Place, string Text, int Order, string Importance);

/// <summary>What one CPU does in an execution.</summary>
/// <param name="Id">The CPU.</param>
/// <param name="Name">What runs on it.</param>
/// <param name="Steps">Its steps; at least one.</param>
public sealed record SarifFlow(string Id, string Name, IReadOnlyList<SarifStep> Steps);

/// <summary>One thing to report: a violation, or a verdict that is open.</summary>
public sealed record SarifResult
{
    /// <summary>The id of its rule.</summary>
    public required string Rule { get; init; }

    /// <summary>What is broken or open.</summary>
    public required string Message { get; init; }

    /// <summary>Whether it could not be found out.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Why it is as it should be; null if it is not.</summary>
    public string? Justification { get; init; }

    /// <summary>Where it is.</summary>
    public required SarifPlace Place { get; init; }

    /// <summary>The CPUs of the execution that shows it; empty if there is none.</summary>
    public IReadOnlyList<SarifFlow> Flows { get; init; } = [];

    /// <summary>What makes it the same finding in every run, besides its rule.</summary>
    public required string Identity { get; init; }

    /// <summary>The command that shows it again; null if there is none.</summary>
    public string? Replay { get; init; }
}

/// <summary>Something that went wrong in a run and is no result.</summary>
/// <param name="Message">What.</param>
/// <param name="File">The file that it is about, as the command line gives it.</param>
public sealed record SarifNotice(string Message, string File);
