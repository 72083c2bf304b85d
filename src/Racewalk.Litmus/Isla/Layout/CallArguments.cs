using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Isla.Layout;

/// <summary>The arguments of one call.</summary>
/// <param name="evaluator">What evaluates them.</param>
/// <param name="call">The call.</param>
internal sealed class CallArguments(BitEvaluator evaluator, IslaCall call)
{
    /// <summary>Where the call is.</summary>
    public int Offset => call.Offset;

    /// <summary>The function's name.</summary>
    public string Function => call.Function;

    /// <summary>The arguments by name.</summary>
    public IEnumerable<IslaArgument> Named => call.Arguments.Where(a => a.Keyword is not null);

    private List<IslaArgument> Unnamed => [.. call.Arguments.Where(a => a.Keyword is null)];

    /// <summary>There must be so many arguments by place, and by name only some.</summary>
    public void Allow(int count, params ReadOnlySpan<string> keywords)
    {
        List<IslaArgument> unnamed = Unnamed;
        if (unnamed.Count != count)
        {
            string kind = keywords.Length > 0 ? "arguments without a name" : "arguments";
            throw Error($"{call.Function} has {count} {kind}, found {unnamed.Count}");
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (IslaArgument argument in Named)
        {
            if (!keywords.Contains(argument.Keyword!))
            {
                throw evaluator.Source.Error(argument.Offset, $"{call.Function} has no argument '{argument.Keyword}'");
            }

            if (!seen.Add(argument.Keyword!))
            {
                throw evaluator.Source.Error(argument.Offset, $"the argument '{argument.Keyword}' is there twice");
            }
        }
    }

    /// <summary>The value of an argument by its place.</summary>
    public BitValue At(int place) => evaluator.Evaluate(Unnamed[place].Value);

    /// <summary>The value of an argument by its place, which must be bits.</summary>
    public BitValue BitsAt(int place) => RequireBits(Unnamed[place]);

    /// <summary>The value of an argument by its place, which must be a number from 0 to a largest.</summary>
    public int SmallAt(int place, int most) => RequireSmall(Unnamed[place], most);

    /// <summary>The value of an argument by its name; null if it is not there.</summary>
    public BitValue? Find(string keyword) => Argument(keyword) is { } argument ? RequireBits(argument) : null;

    /// <summary>The value of an argument by its name, which must be there.</summary>
    public BitValue Require(string keyword) => Find(keyword) ?? throw Error($"{call.Function} needs the argument '{keyword}'");

    /// <summary>The value of an argument by its name, which must be there and be a number from 0 to a largest.</summary>
    public int RequireSmall(string keyword, int most) =>
        RequireSmall(Argument(keyword) ?? throw Error($"{call.Function} needs the argument '{keyword}'"), most);

    /// <summary>Two arguments of one width.</summary>
    public (BitValue Left, BitValue Right) Pair()
    {
        Allow(2);
        return evaluator.Align(At(0), At(1), call.Offset);
    }

    /// <summary>The value of an argument, which must be bits.</summary>
    public BitValue RequireBits(IslaArgument argument)
    {
        BitValue value = evaluator.Evaluate(argument.Value);
        return value.IsBits ? value : throw evaluator.Source.Error(argument.Value.Offset, $"expected bits, found {value.Kind}");
    }

    /// <summary>An error at the call.</summary>
    public LitmusException Error(string message) => evaluator.Source.Error(call.Offset, message);

    private IslaArgument? Argument(string keyword) => Named.FirstOrDefault(a => string.Equals(a.Keyword, keyword, StringComparison.Ordinal));

    private int RequireSmall(IslaArgument argument, int most)
    {
        BitValue value = evaluator.Evaluate(argument.Value);
        return value.Width == BitValue.Integer && value.Value <= (ulong)most
            ? (int)value.Value
            : throw evaluator.Source.Error(argument.Value.Offset, $"expected a decimal number from 0 to {most}");
    }
}
