using System.Diagnostics.CodeAnalysis;
using Racewalk.Executions;
using Racewalk.Models.Cat;

namespace Racewalk.Litmus.Candidates;

/// <summary>
/// A candidate execution as a cat model sees it: a <see cref="Skeleton"/> with reads-from and coherence, which the search completes step by step. Names are
/// those that herd7 gives its models; sets and relations are made when a model first asks for them.
/// </summary>
internal sealed class Candidate : ICatStructure
{
    private readonly Dictionary<string, EventBits> _sets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EventMatrix> _relations = new(StringComparer.Ordinal);

    public Candidate(Skeleton skeleton)
    {
        Skeleton = skeleton;
        ReadsFrom = new EventMatrix(Count);
        Coherence = new EventMatrix(Count);
        FinalWrites = new EventBits(Count);
        ObservedFinalWrites = new EventBits(Count);
        InvalidatedBefore = new EventMatrix(Count);
        Descriptors = new DescriptorView(skeleton);
    }

    /// <summary>The events.</summary>
    public Skeleton Skeleton { get; }

    /// <inheritdoc/>
    public int Count => Skeleton.Events.Length;

    /// <summary>rf, so far.</summary>
    public EventMatrix ReadsFrom { get; }

    /// <summary>co, so far; transitive.</summary>
    public EventMatrix Coherence { get; }

    /// <summary>The coherence-last writes; meaningful when coherence is complete.</summary>
    public EventBits FinalWrites { get; }

    /// <summary>FW: the coherence-last writes of locations that the test looks at in the end.</summary>
    public EventBits ObservedFinalWrites { get; }

    /// <summary>
    /// TLBI-after, so far: of each pair of a completed invalidation and a walk's read that it is about, whether the read is after the invalidation
    /// (t to r) or used what was cached before it (r to t).
    /// </summary>
    public EventMatrix InvalidatedBefore { get; }

    /// <summary>
    /// wco, so far, if the model asked for it: coherence, and of each invalidation and each write to a descriptor that it could be about which comes first.
    /// </summary>
    public EventMatrix? WritesAndInvalidations { get; private set; }

    /// <summary>What depends on the values of descriptors; meaningful when all values are known.</summary>
    public DescriptorView Descriptors { get; }

    /// <summary>The relation that different-values(r) looks at, if the model asked for it; meaningful when all values are known.</summary>
    public EventMatrix? DifferentValues { get; private set; }

    /// <summary>Whether the model has asked for anything of address translation.</summary>
    public bool IsAskedOfTranslation { get; private set; }

    /// <inheritdoc/>
    public bool HasVariant(string name) => Skeleton.Variants.Contains(name);

    /// <inheritdoc/>
    public CatNature NatureOf(string name) => name switch
    {
        "rf" or "co" or "pco" or "TLBI-after" or "wco" => CatNature.Growing,
        "FW" or "different-values" => CatNature.Changing,
        _ when DescriptorView.IsSet(name) || DescriptorView.IsRelation(name) => CatNature.Changing,
        _ => CatNature.Static,
    };

    /// <inheritdoc/>
    public bool TryGetSet(string name, [NotNullWhen(true)] out EventBits? set)
    {
        IsAskedOfTranslation |= name == "NExp";
        if (name == "FW")
        {
            set = ObservedFinalWrites;
            return true;
        }

        if (DescriptorView.IsSet(name))
        {
            set = Descriptors.Set(name);
            return true;
        }

        if (_sets.TryGetValue(name, out set))
        {
            return true;
        }

        Func<CandidateEvent, bool>? contains = name is "PTE" or "D-PTE"
            ? Skeleton.IsEntryAccess
            : CandidateSets.Find(name, Skeleton.LocksAreApart);
        if (contains is null)
        {
            // A tag: the events that were given it. Nobody having it is no reason to say that the name is unknown, if dialects do use it.
            string tag = CandidateSets.TagOf(name);
            if (!CandidateSets.IsTag(tag))
            {
                return false;
            }

            contains = e => e.Event.Sets.Contains(tag, StringComparer.Ordinal);
        }

        set = new EventBits(Count);
        for (int i = 0; i < Count; i++)
        {
            if (contains(Skeleton.Events[i]))
            {
                set.Add(i);
            }
        }

        _sets.Add(name, set);
        return true;
    }

    /// <inheritdoc/>
    public bool TryGetRelation(string name, [NotNullWhen(true)] out EventMatrix? relation)
    {
        switch (name)
        {
            case "rf":
                relation = ReadsFrom;
                return true;
            case "co" or "pco":
                relation = Coherence;
                return true;
            case "different-values":
                relation = DifferentValues ??= new EventMatrix(Count);
                return true;
            case "TLBI-after":
                relation = InvalidatedBefore;
                return true;
            case "wco":
                relation = WritesAndInvalidations ??= new EventMatrix(Count);
                return true;
        }

        if (DescriptorView.IsRelation(name))
        {
            relation = Descriptors.Relation(name);
            return true;
        }

        if (_relations.TryGetValue(name, out relation))
        {
            return true;
        }

        relation = CandidateRelations.Make(this, name);
        if (relation is null)
        {
            return false;
        }

        _relations.Add(name, relation);
        return true;
    }
}
