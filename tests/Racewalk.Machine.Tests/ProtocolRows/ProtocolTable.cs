namespace Racewalk.Machine.Tests.ProtocolRows;

// All programs of docs/protocol-rows.md.
internal static class ProtocolTable
{
    public static IReadOnlyList<ProtocolRow> All { get; } =
    [
        .. HvoRows.All,
        .. GupRows.All,
        .. FreezeRows.All,
        .. PaeRows.All,
        .. KvmRows.All,
        .. PublishRows.All,
        .. AnonExclusiveRows.All,
    ];

    // sc for SC, x86-64 for TSO, both ways of doing atomics for Armv8, and ppc64-radix for Power.
    public static IReadOnlyList<Architecture> Architectures { get; } =
        [Architecture.Sc, Architecture.X8664, Architecture.Arm64, Architecture.Arm64LlSc, Architecture.Ppc64Radix];
}
