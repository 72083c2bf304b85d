using System;
using Microsoft.CodeAnalysis;

namespace Racewalk.Analyzers;

/// <summary>A rule that looks at checked code one operation at a time.</summary>
internal interface IRule
{
    /// <summary>Looks at one operation of checked code.</summary>
    void Visit(IOperation operation, Action<Diagnostic> report);
}
