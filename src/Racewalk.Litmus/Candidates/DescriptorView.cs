using Racewalk.Executions;
using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Candidates;

/// <summary>
/// The sets and relations that depend on the values of descriptors: herd's PTEV, PTEINV, PTEAF0, those of memory attributes, same-oa, at-least-one-writable,
/// PTEtoPA. They are made when a model first asks for them and filled in when all values are known. Not thread-safe.
/// </summary>
internal sealed class DescriptorView(Skeleton skeleton)
{
    private const string Prefix = "PTE";
    private readonly Dictionary<string, EventBits> _sets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EventMatrix> _relations = new(StringComparer.Ordinal);

    /// <summary>Whether a name is that of such a set.</summary>
    public static bool IsSet(string name) =>
        name is "PTEV" or "PTEINV" or "PTEAF0" || (name.StartsWith(Prefix, StringComparison.Ordinal) && MemoryAttributes.IsKnown(name[Prefix.Length..]));

    /// <summary>Whether a name is that of such a relation.</summary>
    public static bool IsRelation(string name) => name is "same-oa" or "at-least-one-writable" or "PTEtoPA";

    /// <summary>A set.</summary>
    public EventBits Set(string name)
    {
        if (!_sets.TryGetValue(name, out EventBits? set))
        {
            _sets.Add(name, set = new EventBits(skeleton.Events.Length));
        }

        return set;
    }

    /// <summary>A relation.</summary>
    public EventMatrix Relation(string name)
    {
        if (!_relations.TryGetValue(name, out EventMatrix? relation))
        {
            _relations.Add(name, relation = new EventMatrix(skeleton.Events.Length));
        }

        return relation;
    }

    /// <summary>Fills in what has been asked for.</summary>
    public void Update(LitmusProgram program, ReadValues values)
    {
        if ((_sets.Count == 0 && _relations.Count == 0) || program.Translation is not { } setup)
        {
            return;
        }

        var descriptors = new List<(int Event, ulong Value)>();
        for (int e = 0; e < skeleton.Events.Length; e++)
        {
            if (skeleton.IsEntryAccess(skeleton.Events[e]) && values.TryEvaluate(skeleton.Events[e].Event.Value, out ulong value) && (setup.Format.Is(value) || !setup.Format.IsValid(value)))
            {
                descriptors.Add((e, value));
            }
        }

        foreach ((string name, EventBits set) in _sets)
        {
            set.Clear();
            foreach ((int e, ulong value) in descriptors.Where(d => Contains(setup.Format, name, d.Value)))
            {
                set.Add(e);
            }
        }

        foreach ((string name, EventMatrix relation) in _relations)
        {
            relation.Clear();
            Fill(name, relation, descriptors, setup);
        }
    }

    private static bool Contains(DescriptorFormat format, string name, ulong value) => name switch
    {
        "PTEV" => format.IsValid(value),
        "PTEINV" => !format.IsValid(value),
        "PTEAF0" => (value & format.AccessFlag) == 0,
        _ => format is { HasAttributes: true } && format.Is(value) && MemoryAttributes.Names(Descriptor.AttributesOf(value)).Contains(name[Prefix.Length..]),
    };

    private void Fill(string name, EventMatrix relation, List<(int Event, ulong Value)> descriptors, TranslationSetup setup)
    {
        HardwareManagement management = setup.StrongestManagement;
        DescriptorFormat format = setup.Format;
        foreach ((int a, ulong x) in descriptors)
        {
            if (name == "PTEtoPA")
            {
                for (int e = 0; e < skeleton.Events.Length; e++)
                {
                    if ((skeleton.Events[e].IsRead || skeleton.Events[e].IsWrite) && LitmusProgram.AddressOf(skeleton.Events[e].Event.Location) == format.OutputOf(x))
                    {
                        relation.Add(a, e);
                    }
                }

                continue;
            }

            foreach ((int b, ulong y) in descriptors)
            {
                relation[a, b] = name == "same-oa"
                    ? format.OutputOf(x) == format.OutputOf(y)
                    : format.IsWritable(x, management) || format.IsWritable(y, management);
            }
        }
    }
}
