namespace Racewalk.Programs;

/// <summary>
/// Marks checked code: code that the explorer runs many times over, as a deterministic function of the values it reads. The project's
/// analyzer (rules RW0001 to RW0006) guards everything inside what is marked, lambdas and local functions included.
/// </summary>
/// <remarks>Not inherited: a derived class or an override is checked code only if it is marked itself, or lies inside what is.</remarks>
[AttributeUsage(AttributeTargets.Assembly | AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Method, Inherited = false)]
public sealed class CheckedCodeAttribute : Attribute
{
}
