using Racewalk.Models.Cat.Syntax;
using Racewalk.Models.Cat.Values;
using Environment = Racewalk.Models.Cat.Values.Environment;

namespace Racewalk.Models.Cat.Evaluation;

/// <content>What names are bound to, and which branch is taken.</content>
internal abstract partial class Interpreter
{
    /// <summary>Binds the names of a <c>let</c>: as definitions of the model, or within an expression.</summary>
    public Environment BindAll(Binding[] bindings, Environment environment, bool define)
    {
        Environment result = environment;
        foreach (Binding binding in bindings)
        {
            var value = new Thunk(() => Evaluate(binding.Value, environment));
            if (!binding.Pattern.IsTuple)
            {
                result = Bind(result, binding.Pattern.Names[0], value, define);
                continue;
            }

            for (int i = 0; i < binding.Pattern.Names.Length; i++)
            {
                int index = i;
                var part = new Thunk(() => Part(binding, index, value.Force(), environment));
                result = Bind(result, binding.Pattern.Names[i], part, define);
            }
        }

        return result;
    }

    /// <summary>Binds the names of a <c>let rec</c> within an expression.</summary>
    public Environment BindRecursively(Binding[] bindings, Environment environment, SourceSpot at)
    {
        foreach (Binding binding in bindings)
        {
            if (binding.Pattern.IsTuple)
            {
                throw new CatException(binding.At, "a recursive definition must be of one name, not of a tuple");
            }
        }

        Binding[] values = Array.FindAll(bindings, binding => binding.Value is not FunctionExpression);
        return values.Length == 0 ? BindFunctions(bindings, environment) : BindFixpoint(bindings, values, environment, at);
    }

    /// <summary>Binds functions that may call each other; other bindings are left out.</summary>
    protected static Environment BindFunctions(Binding[] bindings, Environment environment)
    {
        var functions = new List<FunctionValue>();
        foreach (Binding binding in bindings)
        {
            if (binding.Value is FunctionExpression function)
            {
                var value = new FunctionValue(function, environment);
                functions.Add(value);
                environment = environment.Bind(binding.Pattern.Names[0], new Thunk(value));
            }
        }

        functions.ForEach(function => function.Environment = environment);
        return environment;
    }

    /// <summary>Binds sets and relations that are defined by each other, and functions along with them.</summary>
    protected abstract Environment BindFixpoint(Binding[] bindings, Binding[] values, Environment environment, SourceSpot at);

    /// <summary>Binds parameters to an argument; null if what the argument consists of is not known yet.</summary>
    protected static Environment? BindPattern(Pattern pattern, Value argument, Environment environment, SourceSpot at)
    {
        if (!pattern.IsTuple)
        {
            return environment.Bind(pattern.Names[0], new Thunk(argument));
        }

        if (argument.Kind == ValueKind.Unknown)
        {
            return null;
        }

        Value[] items = argument is TupleValue tuple ? tuple.Items : [argument];
        if (items.Length != pattern.Names.Length)
        {
            throw new CatException(at, $"this function has {pattern.Names.Length} parameters, but is given {items.Length} values");
        }

        for (int i = 0; i < items.Length; i++)
        {
            environment = environment.Bind(pattern.Names[i], new Thunk(items[i]));
        }

        return environment;
    }

    private static Environment Bind(Environment environment, string? name, Thunk value, bool define) =>
        name is null ? environment : define ? environment.Define(name, value) : environment.Bind(name, value);

    private Value Part(Binding binding, int index, Value value, Environment environment)
    {
        if (value.Kind == ValueKind.Unknown)
        {
            var name = new NameExpression(binding.At, binding.Pattern.Names[index] ?? "_");
            return Defer(new LetExpression(binding.At, false, [binding], name), environment);
        }

        return value is TupleValue tuple && tuple.Items.Length == binding.Pattern.Names.Length
            ? tuple.Items[index]
            : throw Mismatch(binding.At, $"a tuple of {binding.Pattern.Names.Length}", value);
    }

    /// <summary>The branch of a <c>match</c> that is taken, with what it binds; null if that cannot be said yet.</summary>
    private Expression? Match(Expression expression, ref Environment environment)
    {
        if (expression is TagMatchExpression tags)
        {
            Value subject = Evaluate(tags.Subject, environment);
            return subject.Kind == ValueKind.Unknown ? null : MatchTag(tags, subject);
        }

        var match = (SetMatchExpression)expression;
        if (Split(Evaluate(match.Subject, environment), match.WhenNot.HasBefore, match.Subject.At) is not { } parts)
        {
            return null;
        }

        if (parts.Element is null)
        {
            return match.WhenEmpty;
        }

        environment = environment.Bind(match.WhenNot.Before, new Thunk(parts.Before))
            .Bind(match.WhenNot.Element, new Thunk(parts.Element))
            .Bind(match.WhenNot.After, new Thunk(parts.After));
        return match.WhenNot.Value;
    }

    private static Expression MatchTag(TagMatchExpression match, Value subject)
    {
        if (subject is not TagValue tag)
        {
            throw Mismatch(match.Subject.At, "a tag to match", subject);
        }

        TagClause? clause = Array.Find(match.Clauses, clause => clause.Tag == tag.Tag);
        return clause?.Value ?? match.Otherwise ?? throw new CatException(match.At, $"no case of this 'match' is for the tag '{tag.Tag}");
    }
}
