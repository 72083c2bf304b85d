namespace Racewalk.Oracle.Language;

/// <summary>How a value is computed from a register (r) and a constant (c).</summary>
public enum ValueShape
{
    /// <summary>c</summary>
    Constant,

    /// <summary>r</summary>
    Register,

    /// <summary>r + c</summary>
    RegisterPlus,

    /// <summary>r ^ r: always 0, but depends on the register.</summary>
    XorSelf,

    /// <summary>r * 0 + c: always c, but depends on the register.</summary>
    TimesZero,
}

/// <summary>A value: a constant or a function of one register.</summary>
/// <param name="Shape">Which function.</param>
/// <param name="Register">The register; of no meaning for constants.</param>
/// <param name="Number">The constant; of no meaning where the shape has none.</param>
public sealed record ValueExpression(ValueShape Shape, int Register, ulong Number)
{
    /// <summary>Whether a register is used.</summary>
    public bool UsesRegister => Shape != ValueShape.Constant;

    /// <summary>A constant.</summary>
    public static implicit operator ValueExpression(int number) => Constant((ulong)number);

    /// <summary>A constant.</summary>
    public static ValueExpression Constant(ulong number) => new(ValueShape.Constant, 0, number);

    /// <summary>The value of a register.</summary>
    public static ValueExpression Reg(int register) => new(ValueShape.Register, register, 0);

    /// <summary>The sum of a register and a constant.</summary>
    public static ValueExpression Plus(int register, ulong number) => new(ValueShape.RegisterPlus, register, number);

    /// <summary>0, computed from a register.</summary>
    public static ValueExpression Xor(int register) => new(ValueShape.XorSelf, register, 0);

    /// <summary>A constant, computed from a register.</summary>
    public static ValueExpression Times(int register, ulong number) => new(ValueShape.TimesZero, register, number);
}
