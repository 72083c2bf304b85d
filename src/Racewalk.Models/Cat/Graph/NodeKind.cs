namespace Racewalk.Models.Cat.Graph;

/// <summary>What a node of the expression graph computes.</summary>
internal enum NodeKind
{
    /// <summary>A set or relation of the structure.</summary>
    Input,

    /// <summary>What a <c>with</c> has chosen.</summary>
    Choice,
    Empty,
    Universe,
    Identity,
    Union,
    Intersection,
    Difference,
    Complement,
    Sequence,
    Product,
    Inverse,
    Plus,

    /// <summary>The operand and the identity on all events.</summary>
    Option,

    /// <summary>The identity on a set.</summary>
    ToIdentity,

    /// <summary>The pairs of the second operand that start in the first.</summary>
    RestrictDomain,

    /// <summary>The pairs of the first operand that end in the second.</summary>
    RestrictRange,
    Domain,
    Range,

    /// <summary>A name inside its own recursive definition.</summary>
    FixVariable,

    /// <summary>Computes the variables of a recursive definition; has no value of its own.</summary>
    Fixpoint,

    /// <summary>The value of a variable of a <see cref="Fixpoint"/>.</summary>
    FixResult,

    /// <summary>An expression that is interpreted, because it deals with single events or sets of sets.</summary>
    Deferred,

    /// <summary>The value of a <see cref="Deferred"/> node, which must be a set or a relation.</summary>
    Converted,
}

/// <summary>How the value of a node changes as the growing inputs grow.</summary>
[Flags]
internal enum Trend
{
    Constant = 0,
    Growing = 1,
    Shrinking = 2,
    Any = Growing | Shrinking,
}
