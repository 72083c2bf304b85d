using Racewalk.Models.Cat.Graph;
using Racewalk.Models.Cat.Values;

namespace Racewalk.Models.Cat.Evaluation;

/// <summary>A model compiled for the structures that have the same names. Immutable, shared by all evaluations.</summary>
internal sealed class CatProgram
{
    public required IReadOnlyList<Node> Nodes { get; init; }

    /// <summary>Whether use was made of which static sets and relations are empty.</summary>
    public required bool IsSpecial { get; init; }

    /// <summary>What a structure must answer for the program to fit it.</summary>
    public required NameGuard[] Guards { get; init; }

    /// <summary>What a structure must say about variants.</summary>
    public required KeyValuePair<string, bool>[] Variants { get; init; }

    /// <summary>Variants that are on for every structure.</summary>
    public required IReadOnlySet<string> FixedVariants { get; init; }

    /// <summary>What was found in the structure, for interpreted expressions.</summary>
    public required IReadOnlyDictionary<string, Value?> StructureNames { get; init; }

    public required IReadOnlyDictionary<string, string> EnumerationOfTag { get; init; }

    public required IReadOnlyDictionary<string, CollectionValue> Enumerations { get; init; }

    /// <summary>All tests of the model in order.</summary>
    public required CatTest[] Tests { get; init; }

    /// <summary>What is chosen, in order.</summary>
    public required CatChoice[] Choices { get; init; }

    /// <summary>The checks that can be made when a number of choices are made and could not before, the cheapest first.</summary>
    public required CatTest[][] ChecksOfStage { get; init; }

    /// <summary>Of those the monotone ones.</summary>
    public required CatTest[][] MonotoneChecksOfStage { get; init; }

    /// <summary>Flags, in the order of the model.</summary>
    public required CatTest[] Flags { get; init; }

    /// <summary>Assertions, in the order of the model.</summary>
    public required CatTest[] Assertions { get; init; }

    /// <summary>The sets and relations that the model defines under a name, at its end.</summary>
    public required IReadOnlyDictionary<string, PlannedNode> Names { get; init; }

    /// <summary>What the model wants shown, by the name it is shown with, in order.</summary>
    public required KeyValuePair<string, PlannedNode>[] Shown { get; init; }

    public bool Fits(ICatStructure structure)
    {
        foreach (ref readonly NameGuard guard in Guards.AsSpan())
        {
            if (!guard.Holds(structure, IsSpecial))
            {
                return false;
            }
        }

        foreach ((string variant, bool on) in Variants)
        {
            if (structure.HasVariant(variant) != on)
            {
                return false;
            }
        }

        return true;
    }
}
