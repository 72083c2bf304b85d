namespace Racewalk.Machine;

/// <summary>A spinlock: a word that is 0 while it is free.</summary>
/// <param name="Address">Where it lies.</param>
/// <param name="ClassName">Its lock class: all locks initialised at one place in the code.</param>
public sealed record Spinlock(ulong Address, string ClassName);
