namespace Racewalk.Litmus.Isla;

/// <summary>Goes through expressions.</summary>
internal static class ExpressionTree
{
    /// <summary>Visits an expression and all that is in it.</summary>
    public static void Visit(IslaExpression expression, Action<IslaExpression> visit)
    {
        visit(expression);
        switch (expression)
        {
            case IslaCall call:
                foreach (IslaArgument argument in call.Arguments)
                {
                    Visit(argument.Value, visit);
                }

                break;
            case IslaBinary binary:
                Visit(binary.Left, visit);
                Visit(binary.Right, visit);
                break;
            case IslaComplement complement:
                Visit(complement.Operand, visit);
                break;
            case IslaSlice slice:
                Visit(slice.Operand, visit);
                Visit(slice.High, visit);
                Visit(slice.Low, visit);
                break;
        }
    }
}
