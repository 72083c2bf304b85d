using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Dialects.C;

/// <summary>C's operators in terms of those that expressions have. Numbers are signed and have 64 bits.</summary>
internal static class COperators
{
    /// <summary>1 if a value is not 0, else 0.</summary>
    public static CValue IsTrue(CValue value) => IsTruth(value) ? value : Unary("!", Unary("!", value));

    /// <summary>The value of a unary operator.</summary>
    public static CValue Unary(string sign, CValue operand) => sign switch
    {
        "!" => new CComputation(ExprOp.Equal, operand, new CConstant(0)),
        "-" => new CComputation(ExprOp.Subtract, new CConstant(0), operand),
        _ => new CComputation(ExprOp.Xor, operand, new CConstant(ulong.MaxValue)),
    };

    /// <summary>The value of a binary operator other than <c>&amp;&amp;</c> and <c>||</c>.</summary>
    public static CValue Binary(string sign, CValue left, CValue right) => sign switch
    {
        "+" => new CComputation(ExprOp.Add, left, right),
        "-" => new CComputation(ExprOp.Subtract, left, right),
        "*" => new CComputation(ExprOp.Multiply, left, right),
        "/" => Divide(left, right),
        "%" => new CComputation(ExprOp.Subtract, left, new CComputation(ExprOp.Multiply, Divide(left, right), right)),
        "&" => new CComputation(ExprOp.And, left, right),
        "|" => new CComputation(ExprOp.Or, left, right),
        "^" => new CComputation(ExprOp.Xor, left, right),
        "<<" => new CComputation(ExprOp.ShiftLeft, left, right),
        ">>" => new CComputation(ExprOp.ShiftRightSigned, left, right),
        "==" => new CComputation(ExprOp.Equal, left, right),
        "!=" => Unary("!", new CComputation(ExprOp.Equal, left, right)),
        "<" => new CComputation(ExprOp.LessSigned, left, right),
        ">" => new CComputation(ExprOp.LessSigned, right, left),
        "<=" => Unary("!", new CComputation(ExprOp.LessSigned, right, left)),
        ">=" => Unary("!", new CComputation(ExprOp.LessSigned, left, right)),
        _ => throw new ArgumentOutOfRangeException(nameof(sign), sign, "not an operator"),
    };

    private static bool IsTruth(CValue value) => value is CComputation { Operator: ExprOp.Equal or ExprOp.LessSigned };

    // The quotient of the absolute values, with the sign of both: s is 0 or all ones, and (v xor s) - s negates for the latter.
    private static CComputation Divide(CValue left, CValue right)
    {
        CComputation leftSign = Sign(left);
        CComputation rightSign = Sign(right);
        var quotient = new CComputation(ExprOp.Divide, Negate(left, leftSign), Negate(right, rightSign));
        return Negate(quotient, new CComputation(ExprOp.Xor, leftSign, rightSign));
    }

    private static CComputation Sign(CValue value) => new(ExprOp.ShiftRightSigned, value, new CConstant(63));

    private static CComputation Negate(CValue value, CComputation sign) =>
        new(ExprOp.Subtract, new CComputation(ExprOp.Xor, value, sign), sign);
}
