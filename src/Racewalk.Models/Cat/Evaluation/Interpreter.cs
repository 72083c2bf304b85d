using System.Globalization;
using System.Runtime.CompilerServices;
using Racewalk.Models.Cat.Syntax;
using Racewalk.Models.Cat.Values;
using Environment = Racewalk.Models.Cat.Values.Environment;

namespace Racewalk.Models.Cat.Evaluation;

/// <summary>
/// The meaning of cat expressions, for both times at which they are evaluated: when a model is compiled, sets and relations are nodes of a graph, and what
/// needs to know single events is deferred; when there is a structure, what was deferred is computed over its events.
/// </summary>
internal abstract partial class Interpreter
{
    private const int DeepestCall = 60_000;

    private int _depth;
    private long _steps;

    /// <summary>How many expressions may be evaluated before the model is taken to recur without end.</summary>
    protected abstract long MostSteps { get; }

    public Value Evaluate(Expression expression, Environment environment)
    {
        if (++_depth > DeepestCall)
        {
            throw new CatException(expression.At, "the calls are nested too deeply; does this recursion end?");
        }

        // A function that is mapped over a large set is as deep a recursion as the set has elements.
        Value result = RuntimeHelpers.TryEnsureSufficientExecutionStack()
            ? Follow(expression, environment)
            : MoreStack.Run(() => Follow(expression, environment));
        _depth--;
        return result;
    }

    /// <summary>The value of a thunk, or null if computing it goes wrong.</summary>
    public Value? Attempt(Thunk thunk)
    {
        int depth = _depth;
        try
        {
            return thunk.Force();
        }
        catch (CatException)
        {
            _depth = depth;
            return null;
        }
    }

    /// <summary>Starts counting steps anew.</summary>
    protected void Restart() => (_depth, _steps) = (0, 0);

    protected static CatException Mismatch(SourceSpot at, string expected, Value found) =>
        new(at, $"expected {expected}, found {found.Kind.Describe()}");

    protected static CatException Unknown(string name, SourceSpot at) => new(at, $"the name '{name}' means nothing here");

    protected abstract Value Lookup(NameExpression name, Environment environment);

    protected abstract Value Tag(TagExpression tag);

    protected abstract bool HasVariant(string name);

    /// <summary>What cannot be evaluated yet.</summary>
    protected abstract Value Defer(Expression expression, Environment environment);

    /// <summary>Evaluates an expression; what it ends in, such as the body of a called function, takes its place and no stack.</summary>
    private Value Follow(Expression expression, Environment environment)
    {
        while (true)
        {
            if (++_steps > MostSteps)
            {
                throw new CatException(
                    expression.At,
                    string.Create(CultureInfo.InvariantCulture, $"after {MostSteps} steps there is no result; does this recursion end?"));
            }

            switch (expression)
            {
                case LetExpression let:
                    environment = let.IsRecursive ? BindRecursively(let.Bindings, environment, let.At) : BindAll(let.Bindings, environment, false);
                    expression = let.Body;
                    continue;
                case ApplyExpression apply:
                    Value function = Evaluate(apply.Function, environment);
                    Value argument = Evaluate(apply.Argument, environment);
                    if (function is not FunctionValue own)
                    {
                        return Call(function, argument, apply, environment);
                    }

                    if (BindPattern(own.Function.Parameter, argument, own.Environment, apply.At) is not { } inner)
                    {
                        return Defer(apply, environment);
                    }

                    environment = inner;
                    expression = own.Function.Body;
                    continue;
                case IfExpression choice:
                    if (Decide(choice.Condition, environment) is not { } holds)
                    {
                        return Defer(choice, environment);
                    }

                    expression = holds ? choice.Then : choice.Otherwise;
                    continue;
                case TagMatchExpression or SetMatchExpression:
                    if (Match(expression, ref environment) is not { } branch)
                    {
                        return Defer(expression, environment);
                    }

                    expression = branch;
                    continue;
                default:
                    return Leaf(expression, environment);
            }
        }
    }

    private Value Leaf(Expression expression, Environment environment) => expression switch
    {
        NameExpression name => Lookup(name, environment),
        TagExpression tag => Tag(tag),
        ZeroExpression => EmptyOf(false),
        UniverseExpression => PolymorphicValue.Universe,
        UnaryExpression unary => Unary(unary, environment),
        ChainExpression chain => Chain(chain, environment),
        TupleExpression tuple => Limited(new TupleValue(EvaluateAll(tuple.Items, environment)), tuple.At),
        SetExpression set => MakeSet(set, environment),
        FunctionExpression function => new FunctionValue(function, environment),
        TryExpression attempt => Try(attempt, environment),
        _ => throw new InvalidOperationException($"{expression.GetType().Name} is no expression."),
    };

    private Value[] EvaluateAll(Expression[] expressions, Environment environment) =>
        Array.ConvertAll(expressions, expression => Evaluate(expression, environment));

    private Value Try(TryExpression attempt, Environment environment)
    {
        int depth = _depth;
        try
        {
            Value result = Evaluate(attempt.Attempt, environment);
            return result.Kind == ValueKind.Unknown ? Defer(attempt, environment) : result;
        }
        catch (CatException)
        {
            _depth = depth;
        }

        return Evaluate(attempt.Otherwise, environment);
    }
}
