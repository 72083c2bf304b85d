using Racewalk.Litmus.Checking;
using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Batches;

/// <summary>What came of one file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Program">The test; null if the file could not be read.</param>
/// <param name="Result">The result; null if there is none.</param>
/// <param name="Error">Why there is no result; null if there is one.</param>
/// <param name="IsRefusal">Whether the file is well-formed but asks for something that is not supported.</param>
/// <param name="Elapsed">How long it took, reading included.</param>
public sealed record LitmusOutcome(string Path, LitmusProgram? Program, LitmusResult? Result, string? Error, bool IsRefusal, TimeSpan Elapsed);
