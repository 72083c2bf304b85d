using Racewalk.Models.Cat.Graph;
using Racewalk.Models.Cat.Syntax;
using Racewalk.Models.Cat.Values;
using Environment = Racewalk.Models.Cat.Values.Environment;

namespace Racewalk.Models.Cat.Evaluation;

/// <content>Recursive sets and relations.</content>
internal sealed partial class Elaborator
{
    /// <remarks>
    /// Which variables are sets and which are relations shows when the bodies are evaluated with what is known of the others; nothing is known at first.
    /// </remarks>
    protected override Environment BindFixpoint(Binding[] bindings, Binding[] values, Environment environment, SourceSpot at)
    {
        var types = new ValueKind[values.Length];
        Array.Fill(types, ValueKind.Empty);
        while (true)
        {
            var body = new FixpointBody(at);
            Environment inner = environment;
            for (int i = 0; i < values.Length; i++)
            {
                Value variable = PolymorphicValue.Empty;
                if (types[i] != ValueKind.Empty)
                {
                    Node node = table.Variable(body, types[i] == ValueKind.Set);
                    body.Variables.Add(node);
                    variable = new NodeValue(node);
                }

                inner = inner.Bind(values[i].Pattern.Names[0], new Thunk(variable));
            }

            inner = BindFunctions(bindings, inner);
            Value[] results = Array.ConvertAll(values, binding => Evaluate(binding.Value, inner));
            if (!Refine(types, results, values, out bool changed))
            {
                return Interpreted(bindings, values, environment, at);
            }

            if (!changed)
            {
                return BindFunctions(bindings, Solved(body, types, results, values, environment));
            }
        }
    }

    /// <summary>Takes over the types that have shown; false if the recursion is not over sets and relations alone.</summary>
    private static bool Refine(ValueKind[] types, Value[] results, Binding[] values, out bool changed)
    {
        changed = false;
        for (int i = 0; i < types.Length; i++)
        {
            ValueKind found = results[i].Kind;
            switch (found)
            {
                case ValueKind.Empty:
                case ValueKind.Universe when types[i] != ValueKind.Empty:
                    break;
                case ValueKind.Set or ValueKind.Relation when types[i] == ValueKind.Empty:
                    types[i] = found;
                    changed = true;
                    break;
                case ValueKind.Set or ValueKind.Relation when types[i] == found:
                    break;
                case ValueKind.Unknown or ValueKind.Universe or ValueKind.Collection:
                    return false;
                default:
                    throw Mismatch(values[i].Value.At, types[i] == ValueKind.Empty ? "a set or a relation" : types[i].Describe(), results[i]);
            }
        }

        return true;
    }

    private Environment Solved(FixpointBody body, ValueKind[] types, Value[] results, Binding[] values, Environment environment)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (types[i] != ValueKind.Empty)
            {
                SourceSpot at = values[i].Value.At;
                body.Bodies.Add(Node(types[i] == ValueKind.Set ? AsSet(results[i], at) : AsRelation(results[i], at)));
            }
        }

        Node[] solution = body.Variables.Count == 0 ? [] : table.Solve(body);
        int next = 0;
        for (int i = 0; i < values.Length; i++)
        {
            Value value = types[i] == ValueKind.Empty ? PolymorphicValue.Empty : new NodeValue(solution[next++]);
            environment = environment.Bind(values[i].Pattern.Names[0], new Thunk(value));
        }

        return environment;
    }

    /// <summary>Leaves a recursion to the interpreter.</summary>
    private Environment Interpreted(Binding[] bindings, Binding[] values, Environment environment, SourceSpot at)
    {
        Environment result = environment;
        foreach (Binding binding in values)
        {
            var name = new NameExpression(binding.At, binding.Pattern.Names[0] ?? "_");
            result = result.Bind(binding.Pattern.Names[0], new Thunk(Defer(new LetExpression(at, true, bindings, name), environment)));
        }

        return BindFunctions(bindings, result);
    }
}
