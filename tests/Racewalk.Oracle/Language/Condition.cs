namespace Racewalk.Oracle.Language;

/// <summary>A comparison of two values.</summary>
/// <param name="Left">One value.</param>
/// <param name="Equal">Whether they must be equal; otherwise they must differ.</param>
/// <param name="Right">The other value.</param>
public sealed record Condition(ValueExpression Left, bool Equal, ValueExpression Right)
{
    /// <summary>A register equals a constant.</summary>
    public static Condition Is(int register, ulong number) =>
        new(ValueExpression.Reg(register), true, ValueExpression.Constant(number));

    /// <summary>A register differs from a constant.</summary>
    public static Condition IsNot(int register, ulong number) =>
        new(ValueExpression.Reg(register), false, ValueExpression.Constant(number));
}
