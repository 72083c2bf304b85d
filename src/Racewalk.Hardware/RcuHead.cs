namespace Racewalk.Hardware;

/// <summary>What call_rcu queues: a struct rcu_head with its function (v6.12 include/linux/types.h).</summary>
/// <param name="Address">Its word: 0 when idle, otherwise what the callback is told.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Callback">The function; it must not sleep.</param>
public sealed record RcuHead(ulong Address, string Name, Action<Cpu, ulong> Callback);
