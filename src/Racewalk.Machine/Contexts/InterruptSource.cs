namespace Racewalk.Machine;

/// <summary>
/// Something that interrupts a CPU on its own: once, at any point where it is not masked, at the latest when the CPU has nothing else to do. A machine that may be
/// interrupted twice has the source twice.
/// </summary>
/// <param name="Name">What it is, for reports.</param>
/// <param name="Kind">The context that it makes: any but a task.</param>
/// <param name="Cpus">The CPUs that it interrupts, as a mask; each once.</param>
/// <param name="Body">What its handler does.</param>
public sealed record InterruptSource(string Name, ContextKind Kind, ulong Cpus, Action<Cpu> Body);
