using Racewalk.Programs;

namespace Racewalk.Machine;

/// <summary>
/// What call_rcu queues: a struct rcu_head with its function (v6.12 include/linux/types.h). The callback runs in a context of its own, which first waits for a
/// grace period; see <see cref="CheckedMachine.RcuHeads"/>.
/// </summary>
/// <param name="Address">Its word: 0 when idle, otherwise what the callback is told, from <see cref="Cpu.CallRcu"/> to the end of the callback.</param>
/// <param name="Name">What it is called, such as <c>batch.rcu</c>.</param>
/// <param name="Callback">The function; it must not sleep.</param>
public sealed record RcuHead(ulong Address, string Name, Action<Cpu, Word> Callback);
