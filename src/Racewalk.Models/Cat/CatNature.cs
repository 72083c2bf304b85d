namespace Racewalk.Models.Cat;

/// <summary>How a set or relation of an <see cref="ICatStructure"/> can change between two evaluations.</summary>
public enum CatNature
{
    /// <summary>Not at all, like <c>po</c>.</summary>
    Static,

    /// <summary>It is completed step by step, like <c>rf</c> and <c>co</c>: what is in a partial execution stays in every extension.</summary>
    Growing,

    /// <summary>In any way, like <c>FW</c>, which loses a write when another becomes the last of its location.</summary>
    Changing,
}
