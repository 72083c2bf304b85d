using System.Text.Json.Serialization;

namespace Racewalk.Web.Runs;

/// <summary>Something to be run in a process of its own. Its JSON is what the result is known by.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "run")]
[JsonDerivedType(typeof(CheckRun), "check")]
[JsonDerivedType(typeof(ReplayRun), "replay")]
[JsonDerivedType(typeof(VariantsRun), "variants")]
[JsonDerivedType(typeof(LitmusRun), "litmus")]
[JsonDerivedType(typeof(DiagnosisRun), "diagnosis")]
public abstract record RunRequest;

/// <summary>Checks a configuration.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Configuration">The complete configuration.</param>
public sealed record CheckRun(string Scenario, string Configuration) : RunRequest;

/// <summary>Finds an execution.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Configuration">The complete configuration.</param>
/// <param name="Code">The execution's code.</param>
public sealed record ReplayRun(string Scenario, string Configuration, string Code) : RunRequest;

/// <summary>Checks the neighbours of a configuration.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Configuration">The configuration.</param>
public sealed record VariantsRun(string Scenario, string Configuration) : RunRequest;

/// <summary>Checks a litmus test.</summary>
/// <param name="Test">Its text.</param>
/// <param name="Model">A built-in model; empty for that of the test's dialect.</param>
/// <param name="Cat">A model of one's own in the cat language, in place of it; empty for none.</param>
public sealed record LitmusRun(string Test, string Model, string Cat) : RunRequest;

/// <summary>Reads a litmus test, a model, or both, and says what is wrong with them.</summary>
/// <param name="Test">The test's text; empty for none.</param>
/// <param name="Cat">The model's text; empty for none.</param>
public sealed record DiagnosisRun(string Test, string Cat) : RunRequest;

/// <summary>What a process is told: what to run, and its bounds.</summary>
/// <param name="Request">What to run.</param>
/// <param name="Seconds">After how many seconds of wall time it must have come to an end by itself.</param>
/// <param name="Workers">How many processors it may use.</param>
public sealed record RunOrder(RunRequest Request, double Seconds, int Workers);
