using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Isla.Layout;

/// <summary>A function that expressions can call.</summary>
internal delegate BitValue BitFunction(CallArguments arguments);

/// <summary>How much evaluation may go on; functions that call functions could go on for ever.</summary>
internal sealed class EvaluationBudget
{
    private const int StepLimit = 1_000_000;
    private const int DepthLimit = 500;

    private int _steps;
    private int _depth;

    /// <summary>Enters an expression.</summary>
    public void Enter(SourceText source, int offset)
    {
        if (++_steps > StepLimit || ++_depth > DepthLimit)
        {
            throw source.Error(offset, "this expression is too much to evaluate");
        }
    }

    /// <summary>Leaves an expression.</summary>
    public void Leave() => _depth--;
}

/// <summary>Evaluates expressions over bits.</summary>
/// <param name="source">The file.</param>
/// <param name="budget">How much may go on.</param>
/// <param name="names">What a name stands for; null if it is not known.</param>
/// <param name="functions">What a function is; null if it is not known.</param>
/// <param name="labels">What a label stands for; null where there are none.</param>
internal sealed class BitEvaluator(
    SourceText source,
    EvaluationBudget budget,
    Func<string, BitValue?> names,
    Func<string, BitFunction?> functions,
    Func<IslaLabel, BitValue>? labels = null)
{
    /// <summary>The file.</summary>
    public SourceText Source => source;

    /// <summary>Evaluates an expression.</summary>
    public BitValue Evaluate(IslaExpression expression)
    {
        budget.Enter(source, expression.Offset);
        BitValue value = expression switch
        {
            IslaBits bits => new BitValue(bits.Value, bits.Width),
            IslaInteger number => new BitValue(number.Value, BitValue.Integer),
            IslaBoolean truth => BitValue.Of(truth.Value),
            IslaName name => names(name.Name) ?? throw source.Error(name.Offset, $"'{name.Name}' is not declared"),
            IslaLabel label => labels?.Invoke(label) ?? throw source.Error(label.Offset, $"a label such as '{label.Name}:' has no meaning here"),
            IslaCall call => Call(call),
            IslaComplement { Operand: var operand } => Complement(Evaluate(operand), operand.Offset),
            IslaSlice slice => Slice(slice),
            IslaBinary binary => Combine(binary, Evaluate(binary.Left), Evaluate(binary.Right)),
            _ => throw source.Unsupported(expression.Offset, "this expression"),
        };
        budget.Leave();
        return value;
    }

    /// <summary>Two values of one width; a number takes the other's.</summary>
    public (BitValue Left, BitValue Right) Align(BitValue left, BitValue right, int offset)
    {
        BitValue a = left.Width == BitValue.Integer && right.IsBits ? BitValue.Bits(left.Value, right.Width) : left;
        BitValue b = right.Width == BitValue.Integer && left.IsBits ? BitValue.Bits(right.Value, left.Width) : right;
        return a.Width == b.Width ? (a, b) : throw source.Error(offset, $"{left.Kind} and {right.Kind} do not go together");
    }

    private BitValue Call(IslaCall call)
    {
        BitFunction function = functions(call.Function) ?? throw source.Error(call.Offset, $"there is no function '{call.Function}'");
        return function(new CallArguments(this, call));
    }

    private BitValue Complement(BitValue value, int offset) =>
        value.Width == BitValue.Truth ? BitValue.Of(!value.IsTrue)
        : value.IsBits ? BitValue.Bits(~value.Value, value.Width)
        : throw source.Error(offset, "expected bits or a truth value after '~'");

    private BitValue Slice(IslaSlice slice)
    {
        BitValue value = Evaluate(slice.Operand);
        BitValue high = Evaluate(slice.High);
        BitValue low = Evaluate(slice.Low);
        if (!value.IsBits || high.Width != BitValue.Integer || low.Width != BitValue.Integer || low.Value > high.Value || high.Value >= (ulong)value.Width)
        {
            throw source.Error(slice.Offset, $"expected a range within the bits, highest first, and found [{high.Value}..{low.Value}] of {value.Kind}");
        }

        return BitValue.Bits(value.Value >> (int)low.Value, (int)(high.Value - low.Value) + 1);
    }

    private BitValue Combine(IslaBinary binary, BitValue left, BitValue right)
    {
        (left, right) = Align(left, right, binary.Offset);
        bool isLogical = binary.Operator is IslaOperator.And or IslaOperator.Or;
        if (isLogical != (left.Width == BitValue.Truth) && binary.Operator is not (IslaOperator.Equal or IslaOperator.NotEqual))
        {
            throw source.Error(binary.Offset, $"expected {(isLogical ? "truth values" : "bits")} on both sides, found {left.Kind}");
        }

        return binary.Operator switch
        {
            IslaOperator.Equal => BitValue.Of(left == right),
            IslaOperator.NotEqual => BitValue.Of(left != right),
            IslaOperator.And => BitValue.Of(left.IsTrue && right.IsTrue),
            IslaOperator.Or => BitValue.Of(left.IsTrue || right.IsTrue),
            IslaOperator.BitAnd => left with { Value = left.Value & right.Value },
            IslaOperator.BitOr => left with { Value = left.Value | right.Value },
            _ => left with { Value = left.Value ^ right.Value },
        };
    }
}
