using Microsoft.CodeAnalysis;

namespace Racewalk.Analyzers;

/// <summary>The rules' texts. Each rule is an error that cannot be configured away: a verdict rests on it.</summary>
internal static class Descriptors
{
    private const string Category = "Racewalk.CheckedCode";

    internal static readonly DiagnosticDescriptor Unwind = new(
        "RW0001",
        "Checked code must let an unwind pass",
        "'{0}' surrounds {1}: a blocked thread unwinds through it; only 'using' of a [CheckedGuard] type may surround operations and checked code",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A blocked thread ends its run by an exception, which must reach the engine with nothing done on its way.",
        helpLinkUri: "docs/analyzer.md#rw0001",
        WellKnownDiagnosticTags.NotConfigurable);

    internal static readonly DiagnosticDescriptor StaticState = new(
        "RW0002",
        "Checked code must not use mutable static state",
        "'{0}' is {1}: static state outlives a run; use a constant, a static readonly field of an immutable type, or model memory",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A thread runs many times over and must do the same for the same values read; static state remembers earlier runs.",
        helpLinkUri: "docs/analyzer.md#rw0002",
        WellKnownDiagnosticTags.NotConfigurable);

    internal static readonly DiagnosticDescriptor Smuggling = new(
        "RW0003",
        "A value must not leave Word or Flag",
        "{0} loses the dependencies of a '{1}': use its operators, Select, or Concretise, which records the control dependency",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Memory models order accesses by dependencies; a value that leaves its carrier silently weakens or strengthens the program.",
        helpLinkUri: "docs/analyzer.md#rw0003",
        WellKnownDiagnosticTags.NotConfigurable);

    internal static readonly DiagnosticDescriptor Nondeterminism = new(
        "RW0004",
        "Checked code must depend on nothing but what it reads",
        "'{0}' is {1}: checked code may depend on the values its operations return and on nothing else",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Clocks, random numbers, threads, files and the environment differ from run to run.",
        helpLinkUri: "docs/analyzer.md#rw0004",
        WellKnownDiagnosticTags.NotConfigurable);

    internal static readonly DiagnosticDescriptor SharedMemory = new(
        "RW0005",
        "A thread body must not write managed memory outside its run",
        "'{0}' is {1}, and lives outside the run of the thread body that writes it here: state that contexts share belongs in model memory",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Managed memory that outlives a run or is seen by two contexts is invisible to the memory model and breaks replay.",
        helpLinkUri: "docs/analyzer.md#rw0005",
        WellKnownDiagnosticTags.NotConfigurable,
        WellKnownDiagnosticTags.CompilationEnd);

    internal static readonly DiagnosticDescriptor Construct = new(
        "RW0006",
        "Construct not allowed in checked code",
        "'{0}' is not allowed in checked code: {1}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A thread is plain synchronous C# that runs from its start; it is never suspended and touches no raw memory.",
        helpLinkUri: "docs/analyzer.md#rw0006",
        WellKnownDiagnosticTags.NotConfigurable);
}
