using Racewalk.Models.Cat.Graph;
using Racewalk.Models.Cat.Syntax;
using Racewalk.Models.Cat.Values;
using Environment = Racewalk.Models.Cat.Values.Environment;

namespace Racewalk.Models.Cat.Evaluation;

/// <summary>Runs the instructions of a model before there are events: what is left are tests, choices, and the graph that they look at.</summary>
internal sealed partial class ModelCompiler
{
    private const int DeepestCall = 100;
    private const int MostInstructions = 1_000_000;
    private const int MostChoices = 60;

    private readonly CatFileSet _files;
    private readonly CatOptions _options;
    private readonly NodeTable _table = new();
    private readonly StructureNames _names;
    private readonly Elaborator _elaborator;
    private readonly List<CatTest> _tests = [];
    private readonly List<CatChoice> _choices = [];
    private readonly List<(string Name, Node Node)> _shown = [];
    private readonly Stack<CatFile> _including = [];
    private Environment _environment = Environment.Empty;
    private readonly bool _special;
    private int _calls;
    private int _instructions;

    private ModelCompiler(CatFileSet files, ICatStructure structure, CatOptions options, bool special)
    {
        _special = special;
        _files = files;
        _options = options;
        _names = new StructureNames(structure, options, _table, special);
        _elaborator = new Elaborator(_table, _names);
    }

    public static CatProgram Compile(CatFileSet files, ICatStructure structure, CatOptions options, bool special)
    {
        var compiler = new ModelCompiler(files, structure, options, special);
        foreach (CatFile file in files.Roots)
        {
            compiler.RunFile(file);
        }

        return compiler.Finish();
    }

    private void RunFile(CatFile file)
    {
        _including.Push(file);
        Run(file.Instructions);
        _including.Pop();
    }

    private void Run(Instruction[] instructions)
    {
        foreach (Instruction instruction in instructions)
        {
            if (++_instructions > MostInstructions)
            {
                throw new CatException(instruction.At, $"after {MostInstructions} instructions there is no end; do these procedures call each other?");
            }

            Run(instruction);
        }
    }

    private void Run(Instruction instruction)
    {
        switch (instruction)
        {
            case LetInstruction let:
                Let(let);
                break;
            case TestInstruction test:
                Test(test.Test);
                break;
            case IncludeInstruction include:
                Include(include);
                break;
            case ProcedureInstruction procedure:
                Define(procedure);
                break;
            case CallInstruction call:
                Call(call);
                break;
            case IfInstruction choice:
                Run(_elaborator.Decide(choice.Condition, _environment) == true ? choice.Then : choice.Otherwise);
                break;
            case EnumInstruction enumeration:
                var tags = new Thunk(_elaborator.DeclareTags(enumeration.Name, enumeration.Tags));
                _environment = _environment.Define(enumeration.Name, tags);
                break;
            case WithInstruction with:
                With(with);
                break;
            case ForallInstruction forall:
                Forall(forall);
                break;
            case MatchInstruction match:
                Match(match);
                break;
            case ShowInstruction or ShowAsInstruction:
                Show(instruction);
                break;
            case AnnotationInstruction annotation:
                Annotate(annotation);
                break;
        }
    }

    private void Let(LetInstruction let)
    {
        if (!let.IsRecursive)
        {
            _environment = _elaborator.BindAll(let.Bindings, _environment, true);
        }
        else
        {
            Environment inner = _elaborator.BindRecursively(let.Bindings, _environment, let.At);
            foreach (string? name in let.Bindings.SelectMany(binding => binding.Pattern.Names))
            {
                if (name is not null && inner.TryFind(name, out Thunk? value))
                {
                    _environment = _environment.Define(name, value);
                }
            }
        }

        // Computed here, not where it is first used, so that a long row of definitions does not become a deep recursion.
        foreach (string? name in let.Bindings.SelectMany(binding => binding.Pattern.Names))
        {
            if (name is not null && _environment.TryFind(name, out Thunk? value) && _elaborator.Attempt(value) is NodeValue { Node: var node })
            {
                Label(node, name);
            }
        }

        if (let.When is { } when)
        {
            if (when.IsNegated)
            {
                throw new CatException(when.At, "a negated test cannot stand after 'when': it need not hold of the first steps of the recursion");
            }

            Test(when);
        }
    }

    private void Test(Test test)
    {
        Value value = _elaborator.AsSetOrRelation(_elaborator.Evaluate(test.Subject, _environment), test.Subject.At);
        Node node = ((NodeValue)value).Node;
        if (node.IsSet && test.Kind != TestKind.Empty)
        {
            throw new CatException(test.Subject.At, "expected a relation, found a set of events");
        }

        _tests.Add(new CatTest(test, test.Name ?? $"the test at {Path.GetFileName(test.At.ToString())}", node));
    }

    private void Include(IncludeInstruction include)
    {
        CatFile file = _files.Find(include, _including.Peek());
        if (_including.Contains(file))
        {
            throw new CatException(include.At, $"\"{include.File}\" includes itself");
        }

        RunFile(file);
    }

    private static void Label(Node node, string name)
    {
        if (node.Name is null && node.Kind is not (NodeKind.Empty or NodeKind.Universe or NodeKind.Identity or NodeKind.FixVariable))
        {
            node.Name = name;
        }
    }
}
