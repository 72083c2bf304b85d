using Racewalk.Litmus.Dialects.AArch64;
using Racewalk.Litmus.Isla.Layout;
using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Isla;

/// <summary>The final assertion as a proposition about numbered registers and locations.</summary>
internal sealed class IslaQuestion(IslaTest test, IslaMemory memory)
{
    private const int ByteBits = 8;
    private readonly List<FinalPlace> _shown = [];

    /// <summary>What the assertion looks at, each once.</summary>
    public IReadOnlyList<FinalPlace> Shown => _shown;

    /// <summary>The proposition.</summary>
    public Proposition Lower(IslaProposition proposition)
    {
        switch (proposition)
        {
            case TruthProposition truth:
                return truth.Value ? new TrueProposition() : new Semantics.NotProposition(new TrueProposition());
            case Layout.NotProposition not:
                return new Semantics.NotProposition(Lower(not.Operand));
            case AllProposition all:
                return new AndProposition([.. all.Operands.Select(Lower)]);
            case AnyProposition any:
                return new OrProposition([.. any.Operands.Select(Lower)]);
            case MemoryProposition at:
                return new ValueProposition(Show(new FinalPlace(-1, memory.Number(at.Address, at.Name))), at.Value) { Bits = ByteBits * at.Size };
            case RegisterProposition register:
                return AArch64Registers.TryParse(register.Register, out int number)
                    ? new ValueProposition(Show(new FinalPlace(register.Thread, number)), register.Value)
                    : throw test.Source.Unsupported(test.Final.Offset, $"the register {register.Register} in the final assertion");
            default:
                throw test.Source.Unsupported(test.Final.Offset, "this assertion");
        }
    }

    private FinalPlace Show(FinalPlace place)
    {
        if (!_shown.Contains(place))
        {
            _shown.Add(place);
        }

        return place;
    }
}
