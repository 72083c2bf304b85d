using Racewalk.Litmus.Isla.Setup;

namespace Racewalk.Litmus.Isla.Layout;

/// <summary>A named address.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">The space that it is in.</param>
/// <param name="Value">The address.</param>
public sealed record IslaAddress(string Name, AddressKind Kind, ulong Value);
