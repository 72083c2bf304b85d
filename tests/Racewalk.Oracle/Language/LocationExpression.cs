namespace Racewalk.Oracle.Language;

/// <summary>How an address is computed from a location (l) and a register (r).</summary>
public enum LocationShape
{
    /// <summary>l</summary>
    Fixed,

    /// <summary>The location l + (r &amp; 1).</summary>
    Indexed,

    /// <summary>l, at an address computed as the address of l plus (r ^ r).</summary>
    FalseDependency,
}

/// <summary>A location, fixed or chosen by a register.</summary>
/// <param name="Shape">How the address is computed.</param>
/// <param name="Location">The location's number.</param>
/// <param name="Register">The register; of no meaning for a fixed location.</param>
public sealed record LocationExpression(LocationShape Shape, int Location, int Register)
{
    /// <summary>Whether a register is used.</summary>
    public bool UsesRegister => Shape != LocationShape.Fixed;

    /// <summary>A fixed location.</summary>
    public static implicit operator LocationExpression(int location) => new(LocationShape.Fixed, location, 0);

    /// <summary>The location itself or the one after it, as the register's lowest bit says.</summary>
    public static LocationExpression Indexed(int location, int register) => new(LocationShape.Indexed, location, register);

    /// <summary>A location whose address depends on a register without changing with it.</summary>
    public static LocationExpression After(int location, int register) => new(LocationShape.FalseDependency, location, register);
}
