namespace Racewalk.Models.Cat.Syntax;

internal enum UnaryOperator
{
    Plus,
    Star,
    Option,
    Inverse,
    Complement,
    Identity,
}

/// <summary>Operators with more than one operand, the loosest first.</summary>
internal enum ChainOperator
{
    Union,
    Add,
    Sequence,
    Difference,
    Intersection,
    Product,
}

internal enum TestKind
{
    Acyclic,
    Irreflexive,
    Empty,
}

/// <summary>What a test is for.</summary>
internal enum TestRole
{
    Check,
    Flag,
    UndefinedUnless,
    Assert,
}

internal enum Comparison
{
    Equal,
    Subset,
    Member,
}
