using Racewalk.Executions;
using Racewalk.Models.Cat.Graph;

namespace Racewalk.Models.Cat.Evaluation;

/// <content>How each kind of node is computed from its operands.</content>
internal sealed partial class NodeValues
{
    private EventBits OwnSet(Node node) => _sets[node.Id] ??= new EventBits(_count);

    private EventMatrix OwnRelation(Node node) => _relations[node.Id] ??= new EventMatrix(_count);

    private EventBits SetOf(Node node) => _sets[node.Id]!;

    private EventMatrix RelationOf(Node node) => _relations[node.Id]!;

    private void Compute(Node node)
    {
        switch (node.Kind)
        {
            case NodeKind.Input or NodeKind.Choice or NodeKind.FixVariable:
                break;
            case NodeKind.Fixpoint:
                Solve(node);
                break;
            case NodeKind.FixResult when node.IsSet:
                _sets[node.Id] = SetOf(node.Body!.Variables[node.Index]);
                break;
            case NodeKind.FixResult:
                _relations[node.Id] = RelationOf(node.Body!.Variables[node.Index]);
                break;
            case NodeKind.Deferred:
                _deferred[node.Id] = _interpreter.Interpret(node.Deferred!);
                break;
            case NodeKind.Converted when node.IsSet:
                _sets[node.Id] = _interpreter.ToSet(_deferred[node.Operands[0].Id]!, node.At);
                break;
            case NodeKind.Converted:
                _relations[node.Id] = _interpreter.ToRelation(_deferred[node.Operands[0].Id]!, node.At);
                break;
            default:
                if (node.IsSet)
                {
                    ComputeSet(node, OwnSet(node));
                }
                else
                {
                    ComputeRelation(node, OwnRelation(node));
                }

                break;
        }
    }

    private void ComputeSet(Node node, EventBits result)
    {
        Node[] operands = node.Operands;
        switch (node.Kind)
        {
            case NodeKind.Empty:
                result.Clear();
                break;
            case NodeKind.Universe:
                result.Fill();
                break;
            case NodeKind.Union:
                result.CopyFrom(SetOf(operands[0]));
                for (int i = 1; i < operands.Length; i++)
                {
                    result.UnionWith(SetOf(operands[i]));
                }

                break;
            case NodeKind.Intersection:
                result.CopyFrom(SetOf(operands[0]));
                result.IntersectWith(SetOf(operands[1]));
                break;
            case NodeKind.Difference:
                result.CopyFrom(SetOf(operands[0]));
                result.ExceptWith(SetOf(operands[1]));
                break;
            case NodeKind.Complement:
                result.Fill();
                result.ExceptWith(SetOf(operands[0]));
                break;
            case NodeKind.Domain:
                RelationOf(operands[0]).DomainTo(result);
                break;
            case NodeKind.Range:
                RelationOf(operands[0]).RangeTo(result);
                break;
            default:
                throw new InvalidOperationException($"{node.Kind} makes no set.");
        }
    }

    private void ComputeRelation(Node node, EventMatrix result)
    {
        Node[] operands = node.Operands;
        switch (node.Kind)
        {
            case NodeKind.Empty:
                result.Clear();
                break;
            case NodeKind.Universe:
                result.Fill();
                break;
            case NodeKind.Identity:
                result.Clear();
                result.UnionWithIdentity();
                break;
            case NodeKind.Sequence:
                result.SetToComposition(RelationOf(operands[0]), RelationOf(operands[1]));
                break;
            case NodeKind.Product:
                result.SetToProduct(SetOf(operands[0]), SetOf(operands[1]));
                break;
            case NodeKind.Inverse:
                result.SetToInverse(RelationOf(operands[0]));
                break;
            case NodeKind.ToIdentity:
                result.SetToIdentity(SetOf(operands[0]));
                break;
            case NodeKind.RestrictDomain:
                result.CopyFrom(RelationOf(operands[1]));
                result.RestrictDomain(SetOf(operands[0]));
                break;
            default:
                result.CopyFrom(RelationOf(operands[0]));
                ComputeInPlace(node, result);
                break;
        }
    }

    /// <summary>Operations that begin with a copy of the first operand.</summary>
    private void ComputeInPlace(Node node, EventMatrix result)
    {
        Node[] operands = node.Operands;
        switch (node.Kind)
        {
            case NodeKind.Union:
                for (int i = 1; i < operands.Length; i++)
                {
                    result.UnionWith(RelationOf(operands[i]));
                }

                break;
            case NodeKind.Intersection:
                result.IntersectWith(RelationOf(operands[1]));
                break;
            case NodeKind.Difference:
                result.ExceptWith(RelationOf(operands[1]));
                break;
            case NodeKind.Complement:
                result.Complement();
                break;
            case NodeKind.Plus:
                result.CloseTransitively();
                break;
            case NodeKind.Option:
                result.UnionWithIdentity();
                break;
            case NodeKind.RestrictRange:
                result.RestrictRange(SetOf(operands[1]));
                break;
            default:
                throw new InvalidOperationException($"{node.Kind} makes no relation.");
        }
    }

    /// <summary>
    /// Recomputes the variables one after the other, each with the latest values of the others, until none has gained anything. For a recursion that is
    /// not monotone this order is what defines it.
    /// </summary>
    private void Solve(Node node)
    {
        FixpointBody body = node.Body!;
        foreach (Node variable in body.Variables)
        {
            if (variable.IsSet)
            {
                OwnSet(variable).Clear();
            }
            else
            {
                OwnRelation(variable).Clear();
            }
        }

        int limit = body.IsMonotone ? int.MaxValue : 10_000;
        for (int round = 0; round < limit; round++)
        {
            bool stable = true;
            for (int i = 0; i < body.Variables.Count; i++)
            {
                foreach (int id in body.Rounds[i])
                {
                    Compute(_program.Nodes[id]);
                }

                stable &= Update(body.Variables[i], body.Bodies[i]);
            }

            if (stable)
            {
                return;
            }
        }

        throw new CatException(body.At, "this recursion does not come to rest");
    }

    /// <summary>Gives a variable its next value; whether that has nothing new.</summary>
    private bool Update(Node variable, Node next)
    {
        bool stable;
        if (variable.IsSet)
        {
            stable = SetOf(next).IsSubsetOf(SetOf(variable));
            SetOf(variable).CopyFrom(SetOf(next));
        }
        else
        {
            stable = RelationOf(next).IsSubsetOf(RelationOf(variable));
            RelationOf(variable).CopyFrom(RelationOf(next));
        }

        return stable;
    }
}
