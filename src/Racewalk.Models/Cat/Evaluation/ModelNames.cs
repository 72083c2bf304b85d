using System.Text;
using Racewalk.Models.Cat.Syntax;
using Racewalk.Models.Cat.Values;

namespace Racewalk.Models.Cat.Evaluation;

/// <summary>All names and variants that the files of a model mention: structures that give the same answers about them share a compiled model.</summary>
internal sealed class ModelNames
{
    private readonly SortedSet<string> _names = new(StringComparer.Ordinal) { "po", "loc", "W", "PTE" };
    private readonly SortedSet<string> _variants = new(StringComparer.Ordinal);

    public ModelNames(CatFileSet files)
    {
        foreach (Primitive primitive in Enum.GetValues<Primitive>())
        {
            _names.Add(Primitives.NameOf(primitive));
        }

        foreach (Instruction instruction in files.Instructions())
        {
            Add(instruction);
        }
    }

    /// <summary>The answers of a structure; with or without which of the static sets and relations are empty.</summary>
    public string Signature(ICatStructure structure, bool withEmptiness)
    {
        var text = new StringBuilder(_names.Count + _variants.Count + 1);
        text.Append(withEmptiness ? '+' : '-');
        foreach (string name in _names)
        {
            NameGuard guard = NameGuard.Of(structure, name, withEmptiness);
            text.Append((char)('0' + (int)guard.Kind + 4 * (int)guard.Nature + (guard.IsEmpty ? 16 : 0)));
        }

        foreach (string variant in _variants)
        {
            text.Append(structure.HasVariant(variant) ? '1' : '0');
        }

        return text.ToString();
    }

    private void Add(Instruction instruction)
    {
        switch (instruction)
        {
            case LetInstruction let:
                Array.ForEach(let.Bindings, binding => Add(binding.Value));
                Add(let.When?.Subject);
                break;
            case TestInstruction test:
                Add(test.Test.Subject);
                break;
            case ShowInstruction show:
                _names.UnionWith(show.Names);
                break;
            case ShowAsInstruction show:
                Add(show.Value);
                break;
            case CallInstruction call:
                Add(call.Argument);
                break;
            case ForallInstruction forall:
                Add(forall.Set);
                break;
            case MatchInstruction match:
                Add(match.Subject);
                break;
            case WithInstruction with:
                _names.Add(with.Name);
                Add(with.Set);
                break;
            case EnumInstruction enumeration:
                _names.UnionWith(enumeration.Tags.SelectMany(tag => new[] { tag, Interpreter.SetOfTag(tag), Interpreter.SetOfLocation(tag) }));
                break;
            case AnnotationInstruction annotation:
                Array.ForEach(annotation.Annotations, Add);
                break;
            case IfInstruction choice:
                VariantFinder.Find(choice.Condition, _variants);
                break;
        }
    }

    private void Add(Expression? expression)
    {
        if (expression is not null)
        {
            _names.UnionWith(expression.FreeNames);
            VariantFinder.Find(expression, _variants);
        }
    }
}
