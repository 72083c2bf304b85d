using Racewalk.Executions;
using Racewalk.Models.Cat.Graph;
using Racewalk.Models.Cat.Values;

namespace Racewalk.Models.Cat.Evaluation;

/// <summary>
/// The values of the nodes of a program over one structure. A node is computed when it is asked for and one of the things that it depends on has changed
/// since; the memory of its value is used again.
/// </summary>
internal sealed partial class NodeValues
{
    private readonly CatProgram _program;
    private readonly RuntimeInterpreter _interpreter;
    private readonly EventBits?[] _sets;
    private readonly EventMatrix?[] _relations;
    private readonly Value?[] _deferred;

    /// <summary>When each node was computed, in ticks that count changes.</summary>
    private readonly long[] _computed;
    private readonly long[] _chosen;
    private long _now;
    private long _staticSince;
    private long _dynamicSince;
    private int _count = -1;
    private ICatStructure? _structure;

    public NodeValues(CatProgram program)
    {
        _program = program;
        _interpreter = new RuntimeInterpreter(program, this);
        _sets = new EventBits?[program.Nodes.Count];
        _relations = new EventMatrix?[program.Nodes.Count];
        _deferred = new Value?[program.Nodes.Count];
        _computed = new long[program.Nodes.Count];
        _chosen = new long[program.Choices.Length];
    }

    /// <summary>The number of events.</summary>
    public int Count => _count;

    /// <summary>Takes a new structure, which the program must fit.</summary>
    public void Begin(ICatStructure structure)
    {
        _structure = structure;
        int count = structure.Count;
        if (count != _count)
        {
            Resize(count);
        }

        foreach (ref readonly NameGuard guard in _program.Guards.AsSpan())
        {
            if (guard.Input is not { } input)
            {
                continue;
            }

            int size;
            if (input.IsSet)
            {
                structure.TryGetSet(guard.Name, out _sets[input.Id]);
                size = _sets[input.Id]!.Count;
            }
            else
            {
                structure.TryGetRelation(guard.Name, out _relations[input.Id]);
                size = _relations[input.Id]!.Count;
            }

            if (size != count)
            {
                throw new ArgumentException($"'{guard.Name}' is over {size} events, not over {count}.", nameof(structure));
            }
        }

        _staticSince = ++_now;
        _dynamicSince = _now;
        Array.Fill(_chosen, _now);
    }

    /// <summary>Whether the structure has a variant.</summary>
    public bool HasVariant(string name) => _structure!.HasVariant(name);

    /// <summary>Says that dynamic sets and relations may have changed.</summary>
    public void Touch() => _dynamicSince = ++_now;

    /// <summary>Sets what a <c>with</c> has chosen.</summary>
    public void Choose(Node choice, EventMatrix relation)
    {
        _relations[choice.Id] = relation;
        _chosen[choice.Index] = ++_now;
    }

    public EventBits Set(PlannedNode node)
    {
        Compute(node);
        return _sets[node.Node.Id]!;
    }

    public EventMatrix Relation(PlannedNode node)
    {
        Compute(node);
        return _relations[node.Node.Id]!;
    }

    /// <summary>The value of a deferred expression.</summary>
    public Value Deferred(PlannedNode node)
    {
        Compute(node);
        return _deferred[node.Node.Id]!;
    }

    /// <summary>The value of a node that is computed already.</summary>
    public Value Known(Node node) => node.Kind == NodeKind.Deferred ? _deferred[node.Id]!
        : node.IsSet ? new SetValue(_sets[node.Id]!)
        : new RelationValue(_relations[node.Id]!);

    /// <summary>Computes a set or relation, or finds it computed.</summary>
    public void Compute(PlannedNode node)
    {
        IReadOnlyList<Node> nodes = _program.Nodes;
        Plan plan = node.Plan;
        foreach (int id in plan.Static)
        {
            if (_computed[id] < _staticSince)
            {
                Compute(nodes[id]);
                _computed[id] = _now;
            }
        }

        foreach (int id in plan.Dynamic)
        {
            if (_computed[id] < Since(nodes[id].Dependencies))
            {
                Compute(nodes[id]);
                _computed[id] = _now;
            }
        }
    }

    /// <summary>When something that a node depends on last changed.</summary>
    private long Since(ulong dependencies)
    {
        long since = (dependencies & 1) != 0 ? _dynamicSince : _staticSince;
        for (ulong choices = dependencies >> 1; choices != 0; choices &= choices - 1)
        {
            since = Math.Max(since, _chosen[System.Numerics.BitOperations.TrailingZeroCount(choices)]);
        }

        return since;
    }

    private void Resize(int count)
    {
        _count = count;
        foreach (Node node in _program.Nodes)
        {
            // These have no memory of their own.
            if (node.Kind is NodeKind.Input or NodeKind.Choice or NodeKind.Converted or NodeKind.FixResult)
            {
                _sets[node.Id] = null;
                _relations[node.Id] = null;
                continue;
            }

            _sets[node.Id]?.Reset(count);
            _relations[node.Id]?.Reset(count);
        }
    }
}
