using System.Text.Json.Serialization;
using Racewalk.Reporting.Verdicts;
using Racewalk.Reporting.Views;

namespace Racewalk.Web.Runs;

/// <summary>What a run says, one line of JSON each: any number of <see cref="RunProgress"/>, then one other message.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "message")]
[JsonDerivedType(typeof(RunProgress), "progress")]
[JsonDerivedType(typeof(CheckResult), "check")]
[JsonDerivedType(typeof(VariantsResult), "variants")]
[JsonDerivedType(typeof(LitmusRunResult), "litmus")]
[JsonDerivedType(typeof(DiagnosisResult), "diagnosis")]
[JsonDerivedType(typeof(RunRefused), "refused")]
public abstract record RunMessage;

/// <summary>How far it is.</summary>
/// <param name="Text">In words.</param>
public sealed record RunProgress(string Text) : RunMessage;

/// <summary>A verdict, or an execution that was asked for.</summary>
/// <param name="View">It.</param>
/// <param name="Code">The code of the execution shown; empty if there is none.</param>
public sealed record CheckResult(CheckView View, string Code) : RunMessage;

/// <summary>The neighbours of a configuration.</summary>
/// <param name="Matrix">Them.</param>
public sealed record VariantsResult(VariantMatrix Matrix) : RunMessage;

/// <summary>The result of a litmus test.</summary>
/// <param name="View">It.</param>
/// <param name="Block">The same in the form that herd7 prints.</param>
public sealed record LitmusRunResult(LitmusView View, string Block) : RunMessage;

/// <summary>What is wrong with texts; nothing if all is well.</summary>
/// <param name="Test">What is wrong with the test; null if nothing.</param>
/// <param name="Cat">What is wrong with the model; null if nothing.</param>
public sealed record DiagnosisResult(Diagnostic? Test, Diagnostic? Cat) : RunMessage;

/// <summary>What was asked for makes no sense, or is not supported.</summary>
/// <param name="Diagnostic">Why.</param>
/// <param name="IsModel">Whether the model is at fault and not the test.</param>
public sealed record RunRefused(Diagnostic Diagnostic, bool IsModel) : RunMessage;

/// <summary>What is wrong, and where.</summary>
/// <param name="Line">The line, from 1; 0 if it is nowhere in the text.</param>
/// <param name="Column">The column, from 1.</param>
/// <param name="Text">What is wrong, with the line and a caret below it.</param>
public sealed record Diagnostic(int Line, int Column, string Text);
