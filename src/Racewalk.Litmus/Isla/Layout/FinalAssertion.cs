namespace Racewalk.Litmus.Isla.Layout;

/// <summary>Evaluates what the final assertion compares with.</summary>
/// <param name="test">The test.</param>
/// <param name="scope">What its expressions see.</param>
internal sealed class FinalAssertion(IslaTest test, EvaluationScope scope)
{
    // isla takes variables as uint32_t unless told otherwise.
    private const int DefaultSize = 4;

    private readonly Dictionary<string, int> _sizes = test.Types.ToDictionary(t => t.Name, t => t.Size, StringComparer.Ordinal);

    /// <summary>Evaluates an assertion.</summary>
    public IslaProposition Evaluate(IslaAssertion assertion) => assertion switch
    {
        IslaConstant constant => new TruthProposition(constant.Value),
        IslaEquality equality => Evaluate(equality),
        IslaNegation negation => new NotProposition(Evaluate(negation.Operand)),
        IslaConjunction conjunction => new AllProposition([.. conjunction.Operands.Select(Evaluate)]),
        IslaDisjunction disjunction => new AnyProposition([.. disjunction.Operands.Select(Evaluate)]),
        IslaImplication implication => new AnyProposition([new NotProposition(Evaluate(implication.Premise)), Evaluate(implication.Conclusion)]),
        _ => throw test.Source.Unsupported(assertion.Offset, "this assertion"),
    };

    private IslaProposition Evaluate(IslaEquality equality)
    {
        ulong value = scope.Number(equality.Value, null);
        switch (equality.Place)
        {
            case IslaRegisterPlace register:
                return register.Thread < test.Threads.Count
                    ? new RegisterProposition(register.Thread, InitialRegisters.Normalize(register.Register), value)
                    : throw test.Source.Error(register.Offset, $"the test has no thread {register.Thread}");
            case IslaMemoryPlace memory:
                return new MemoryProposition(memory.Address, scope.Physical(memory), _sizes.GetValueOrDefault(memory.Address, DefaultSize), value);
            default:
                throw test.Source.Unsupported(equality.Offset, "this place");
        }
    }
}
