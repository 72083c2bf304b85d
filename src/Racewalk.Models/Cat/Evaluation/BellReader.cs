using Racewalk.Models.Cat.Syntax;

namespace Racewalk.Models.Cat.Evaluation;

/// <summary>Reads what the files of a model say about the annotations of instructions.</summary>
internal static class BellReader
{
    public static IEnumerable<CatAnnotation> Annotations(CatFileSet files)
    {
        var enumerations = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (Instruction instruction in files.Instructions())
        {
            if (instruction is EnumInstruction enumeration)
            {
                enumerations[enumeration.Name] = enumeration.Tags;
            }
            else if (instruction is AnnotationInstruction annotation)
            {
                IReadOnlyList<string>[] tags = [.. annotation.Annotations.Select(expression => Tags(expression, enumerations).ToArray())];
                yield return new CatAnnotation(annotation.Events, tags, annotation.IsDefault);
            }
        }
    }

    private static IEnumerable<string> Tags(Expression expression, Dictionary<string, string[]> enumerations) => expression switch
    {
        TagExpression tag => [tag.Tag],
        NameExpression name when enumerations.TryGetValue(name.Name, out string[]? tags) => tags,
        SetExpression set => set.Items.SelectMany(item => Tags(item, enumerations)),
        ChainExpression { Operator: ChainOperator.Union } union => union.Operands.SelectMany(item => Tags(item, enumerations)).Distinct(),
        _ => throw new CatException(expression.At, "expected a tag, an enumeration, or a set of tags"),
    };
}
