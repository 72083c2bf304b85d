using Racewalk.Executions;
using Racewalk.Models;

namespace Racewalk.Scenarios;

/// <summary>Memory models by name.</summary>
internal static class ModelNames
{
    /// <summary>The model of the given name; null for null.</summary>
    /// <exception cref="ScenarioException">There is none.</exception>
    internal static MemoryModel? Find(string? name) => name is null
        ? null
        : MemoryModel.All.FirstOrDefault(m => m.Name == name)
            ?? throw new ScenarioException($"there is no memory model '{name}'{NearestNames.HintOrAll(name, [.. MemoryModel.All.Select(m => m.Name)])}");
}
