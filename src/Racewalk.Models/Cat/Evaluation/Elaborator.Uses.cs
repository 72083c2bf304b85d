using Racewalk.Models.Cat.Graph;
using Racewalk.Models.Cat.Syntax;
using Racewalk.Models.Cat.Values;
using Environment = Racewalk.Models.Cat.Values.Environment;

namespace Racewalk.Models.Cat.Evaluation;

/// <content>What a deferred expression may ask for.</content>
internal sealed partial class Elaborator
{
    /// <summary>
    /// The nodes that the interpretation of an expression may need. Definitions on the way are computed now, so that nothing is left to be computed
    /// later by several evaluations at once; what goes wrong with one is reported when the interpretation needs it.
    /// </summary>
    private Node[] NodesOf(Expression expression, Environment environment)
    {
        var nodes = new HashSet<Node>();
        var seen = new HashSet<(Expression, Environment)>();
        var pending = new Stack<(Expression Expression, Environment Environment)>();
        var values = new Stack<Value>();
        pending.Push((expression, environment));
        while (pending.TryPop(out (Expression Expression, Environment Environment) next))
        {
            if (!seen.Add(next))
            {
                continue;
            }

            foreach (string name in next.Expression.FreeNames)
            {
                Value? value = next.Environment.TryFind(name, out Thunk? thunk) ? Attempt(thunk) : TryPredefined(name);
                if (value is not null)
                {
                    values.Push(value);
                }
            }

            while (values.TryPop(out Value? value))
            {
                Follow(value, nodes, values, pending);
            }
        }

        return [.. nodes.OrderBy(node => node.Id)];
    }

    private void Follow(Value value, HashSet<Node> nodes, Stack<Value> values, Stack<(Expression Expression, Environment Environment)> pending)
    {
        switch (value)
        {
            case NodeValue node:
                nodes.Add(node.Node);
                break;
            case DeferredValue deferred:
                nodes.Add(deferred.Node);
                break;
            case SingletonValue singleton:
                values.Push(singleton.Element);
                break;
            case TupleValue tuple:
                Array.ForEach(tuple.Items, values.Push);
                break;
            case FunctionValue function:
                pending.Push((function.Function, function.Environment));
                break;
            case PrimitiveValue { Primitive: var primitive }:
                foreach (string name in NamesUsedBy(primitive))
                {
                    if (names.Find(name) is { } found)
                    {
                        values.Push(found);
                    }
                }

                break;
        }
    }

    private IEnumerable<string> NamesUsedBy(Primitive primitive) => primitive switch
    {
        Primitive.ClassesOfLocations => ["loc"],
        Primitive.FromTo => ["po"],
        Primitive.TagToEvents or Primitive.TagToFenced => [.. _enumerationOfTag.Keys.Order(StringComparer.Ordinal).Select(SetOfTag), "po"],
        Primitive.TagToRelation => _enumerationOfTag.Keys.Order(StringComparer.Ordinal),
        Primitive.OutputAddressChanges => ["W", "PTE", Primitives.NameOf(Primitive.SameOutputAddress)],
        Primitive.AtLeastOneWritable => ["W", "PTE", Primitives.NameOf(primitive)],
        Primitive.DifferentValues or Primitive.SameOutputAddress => [Primitives.NameOf(primitive)],
        _ => [],
    };
}
