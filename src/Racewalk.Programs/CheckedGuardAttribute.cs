namespace Racewalk.Programs;

/// <summary>
/// Marks a disposable type that checked code may put around operations with <c>using</c> (analyzer rule RW0001): a guard that gives back
/// what it took, such as a lock or the interrupt mask.
/// </summary>
/// <remarks>
/// Its <c>Dispose</c> also runs while a thread unwinds. It must let <see cref="ThreadUnwindException"/> pass, and must change nothing but
/// through operations, which record nothing while unwinding.
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class CheckedGuardAttribute : Attribute
{
}
