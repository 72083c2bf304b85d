using System.Diagnostics.CodeAnalysis;
using Racewalk.Executions;

namespace Racewalk.Models.Cat;

/// <summary>
/// What a cat model is evaluated over: the events of a candidate execution and the sets and relations that a model finds under a name, such as
/// <c>R</c>, <c>po</c> and <c>rf</c>. A set or relation that is not <see cref="CatNature.Static"/> is changed in place by its owner: the evaluation
/// keeps the object that it was given and reads it anew each time.
/// </summary>
public interface ICatStructure
{
    /// <summary>How many events there are. Every set and relation is over that many.</summary>
    int Count { get; }

    /// <summary>Whether a variant is on, such as <c>vmsa</c>; asked for names that <see cref="CatOptions.Variants"/> does not have.</summary>
    bool HasVariant(string name);

    /// <summary>The set with a name.</summary>
    bool TryGetSet(string name, [NotNullWhen(true)] out EventBits? set);

    /// <summary>The relation with a name.</summary>
    bool TryGetRelation(string name, [NotNullWhen(true)] out EventMatrix? relation);

    /// <summary>How a set or relation that the structure has can change while the structure stays.</summary>
    CatNature NatureOf(string name);
}
