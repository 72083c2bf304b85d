using System.Globalization;
using Racewalk.Exploration;

namespace Racewalk.Scenarios;

/// <summary>Says what is checked, with every option that decides which way the search goes: positions and results of one search mean nothing to another.</summary>
public static class CheckSubject
{
    /// <summary>The text, one line; equal for equal searches.</summary>
    /// <param name="scenario">The scenario's id.</param>
    /// <param name="configuration">The configuration, every axis named.</param>
    /// <param name="options">The bounds.</param>
    public static string Of(string scenario, Configuration configuration, ExplorationOptions options) => string.Create(
        CultureInfo.InvariantCulture,
        $"{scenario} {configuration}, loop bound {options.LoopBound}, event bound {options.EventBound}{(options.StopAtFirstViolation ? ", first violation" : "")}{(options.ReducesSymmetry ? ", symmetry" : "")}");
}
