namespace Racewalk.Models.Cat;

/// <summary>What is known of a check of a model for the structure at hand.</summary>
/// <param name="Name">Its name, or where it is.</param>
/// <param name="IsMonotone">Whether it can only begin to fail while the execution grows, so that it may be asked of a partial one.</param>
/// <param name="IsStatic">Whether it depends on nothing that changes while the structure stays.</param>
/// <param name="Choices">After how many choices of the model it can be asked.</param>
public readonly record struct CatCheck(string Name, bool IsMonotone, bool IsStatic, int Choices);
