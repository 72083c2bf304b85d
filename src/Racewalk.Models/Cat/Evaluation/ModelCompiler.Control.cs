using Racewalk.Models.Cat.Graph;
using Racewalk.Models.Cat.Syntax;
using Racewalk.Models.Cat.Values;
using Environment = Racewalk.Models.Cat.Values.Environment;

namespace Racewalk.Models.Cat.Evaluation;

/// <content>Procedures, choices and loops.</content>
internal sealed partial class ModelCompiler
{
    private void Define(ProcedureInstruction procedure)
    {
        var value = new ProcedureValue(procedure, _environment);
        _environment = _environment.Define(procedure.Name, new Thunk(value));
        if (procedure.IsRecursive)
        {
            value.Environment = _environment;
        }
    }

    private void Call(CallInstruction call)
    {
        Value? value = _environment.TryFind(call.Procedure, out Thunk? thunk) ? thunk.Force() : null;
        if (value is not ProcedureValue procedure)
        {
            throw new CatException(call.At, $"'{call.Procedure}' is not a procedure");
        }

        if (++_calls > DeepestCall)
        {
            throw new CatException(call.At, "the calls are nested too deeply; does this recursion end?");
        }

        Value argument = _elaborator.Evaluate(call.Argument, _environment);
        Environment outer = _environment;
        _environment = Elaborator.Bind(procedure.Procedure.Parameter, argument, procedure.Environment, call.At)
            ?? throw new CatException(call.At, "what this call passes must be known before there are events");
        Run(procedure.Procedure.Body);
        _environment = outer;
        _calls--;
    }

    /// <summary>
    /// What the caller chooses instead of one of <c>generate_cos(r)</c> must be one of them: a coherence order that goes nowhere against r, where the
    /// kernel's lock.cat, for one, says that a lock that is never given back comes last.
    /// </summary>
    private void CheckExtends(WithInstruction with, Value chosen)
    {
        if (with.Set is not ApplyExpression { Function: NameExpression { Name: "generate_cos" } } apply || chosen is not NodeValue { Node: { IsSet: false } order }
            || _elaborator.Evaluate(apply.Argument, _environment) is not NodeValue { Node: { IsSet: false } given })
        {
            return;
        }

        var test = new Test(with.At, TestRole.Check, false, TestKind.Empty, with.Set, null);
        _tests.Add(new CatTest(test, $"the choice of {with.Name}", _table.Intersection(given, _table.Inverse(order))));
    }

    private void With(WithInstruction with)
    {
        if (_options.CallerChooses.Contains(with.Name))
        {
            var name = new NameExpression(with.At, with.Name);
            Value chosen = _elaborator.Evaluate(name, Environment.Empty);
            CheckExtends(with, chosen);
            _environment = _environment.Define(with.Name, new Thunk(chosen));
            return;
        }

        Value set = _elaborator.Evaluate(with.Set, _environment);
        switch (set)
        {
            case SingletonValue { Element: NodeValue { Node.IsSet: false } only }:
                _environment = _environment.Define(with.Name, new Thunk(only));
                Label(only.Node, with.Name);
                return;
            case { Kind: ValueKind.Empty }:
                // Nothing to choose: no execution is consistent.
                var nothing = new Test(with.At, TestRole.Check, false, TestKind.Empty, with.Set, null);
                _tests.Add(new CatTest(nothing, $"the choice of {with.Name}", _table.Universe(false)));
                _environment = _environment.Define(with.Name, new Thunk(new NodeValue(_table.Empty(false))));
                return;
            case DeferredValue deferred:
                if (_choices.Count == MostChoices)
                {
                    throw new CatException(with.At, $"a model can make {MostChoices} choices, not more");
                }

                Node choice = _table.Choice(_choices.Count, with.Name, deferred.Node);
                _choices.Add(new CatChoice(with.Set.At, with.Name, deferred.Node, choice));
                _environment = _environment.Define(with.Name, new Thunk(new NodeValue(choice)));
                return;
            default:
                throw new CatException(with.Set.At, $"expected a set of relations, found {set.Kind.Describe()}");
        }
    }

    private void Forall(ForallInstruction forall)
    {
        Value set = _elaborator.Evaluate(forall.Set, _environment);
        if (set.Kind == ValueKind.Empty)
        {
            return;
        }

        if (set is not CollectionValue collection)
        {
            throw new CatException(
                forall.Set.At,
                set.IsConcrete ? $"expected a set of values, found {set.Kind.Describe()}" : "the elements of this set must be known before there are events");
        }

        Environment outer = _environment;
        foreach (Value item in collection.Items)
        {
            _environment = outer.Define(forall.Name, new Thunk(item));
            Run(forall.Body);
        }

        _environment = outer;
    }

    private void Match(MatchInstruction match)
    {
        Value subject = _elaborator.Evaluate(match.Subject, _environment);
        if (subject is not TagValue { Tag: var tag })
        {
            throw new CatException(match.Subject.At, $"expected a tag to match, found {subject.Kind.Describe()}");
        }

        int clause = Array.FindIndex(match.Clauses, clause => clause.Tag == tag);
        Run(clause >= 0 ? match.Clauses[clause].Body
            : match.Otherwise ?? throw new CatException(match.At, $"no case of this 'match' is for the tag '{tag}"));
    }

    private void Show(Instruction instruction)
    {
        if (instruction is ShowAsInstruction named)
        {
            var thunk = new Thunk(() => _elaborator.AsSetOrRelation(_elaborator.Evaluate(named.Value, _environment), named.At));
            Show(named.Name, _elaborator.Attempt(thunk));
            return;
        }

        var show = (ShowInstruction)instruction;
        foreach (string name in show.Names)
        {
            Value? value = _environment.TryFind(name, out Thunk? thunk) ? _elaborator.Attempt(thunk) : _names.Find(name);
            Show(name, show.IsShown ? value : null);
        }
    }

    private void Show(string name, Value? value)
    {
        _shown.RemoveAll(shown => shown.Name == name);
        if (value is NodeValue node)
        {
            _shown.Add((name, node.Node));
        }
    }

    private void Annotate(AnnotationInstruction annotation)
    {
        foreach (Expression expression in annotation.Annotations)
        {
            Value value = _elaborator.Evaluate(expression, _environment);
            if (value.Kind is not (ValueKind.Tag or ValueKind.Collection or ValueKind.Empty))
            {
                throw new CatException(expression.At, $"expected a set of tags, found {value.Kind.Describe()}");
            }
        }
    }
}
