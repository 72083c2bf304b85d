namespace Racewalk.Models.Cat.Graph;

/// <summary>What makes two nodes the same.</summary>
internal readonly struct NodeKey(NodeKind kind, bool isSet, Node[] operands, string? name) : IEquatable<NodeKey>
{
    private readonly NodeKind _kind = kind;
    private readonly bool _isSet = isSet;
    private readonly Node[] _operands = operands;
    private readonly string? _name = name;

    public bool Equals(NodeKey other)
    {
        if (_kind != other._kind || _isSet != other._isSet || _name != other._name || _operands.Length != other._operands.Length)
        {
            return false;
        }

        for (int i = 0; i < _operands.Length; i++)
        {
            if (!ReferenceEquals(_operands[i], other._operands[i]))
            {
                return false;
            }
        }

        return true;
    }

    public override bool Equals(object? obj) => obj is NodeKey other && Equals(other);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(_kind);
        hash.Add(_isSet);
        hash.Add(_name, StringComparer.Ordinal);
        foreach (Node operand in _operands)
        {
            hash.Add(operand.Id);
        }

        return hash.ToHashCode();
    }
}
