using System.Collections;
using System.Reflection;

namespace Racewalk.Testing;

/// <summary>
/// What the code of threads captures: variables, and fields of objects of the test's own assembly. Threads run again and again, several in turn, so what one of them
/// changes there would be carried from run to run and past the memory model.
/// </summary>
/// <remarks>Static fields and the inside of other assemblies' objects, but for lists and arrays, are not looked at.</remarks>
internal sealed class CapturedState
{
    private const BindingFlags Fields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>Elements beyond are not looked at.</summary>
    private const int MaxElements = 256;

    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<object, string> _names = new(ReferenceEqualityComparer.Instance);
    private readonly List<(string Path, object Owner, FieldInfo Field)> _fields = [];
    private readonly List<(string Path, IList List)> _lists = [];
    private object?[]? _fieldValues;
    private object?[][] _listValues = [];

    /// <summary>Looks at what a thread's code captures.</summary>
    internal void Add(Delegate code)
    {
        if (code.Target is { } target)
        {
            Visit(target, "", target.GetType().Assembly);
        }
    }

    /// <summary>The name that something shared is captured by; null if it is not.</summary>
    internal string? NameOf(object shared) => _names.GetValueOrDefault(shared);

    /// <summary>A run begins.</summary>
    internal void Remember()
    {
        if (_fieldValues is null)
        {
            _fieldValues = [.. _fields.Select(static f => f.Field.GetValue(f.Owner))];
            _listValues = [.. _lists.Select(static l => Elements(l.List))];
        }
    }

    /// <summary>Something that may change what is captured has run, and no thread has yet.</summary>
    internal void Forget() => _fieldValues = null;

    /// <summary>A run has ended.</summary>
    /// <exception cref="ModelMisuseException">It has changed something.</exception>
    internal void Compare(string thread)
    {
        for (int i = 0; _fieldValues is not null && i < _fields.Count; i++)
        {
            if (!Same(_fields[i].Field.GetValue(_fields[i].Owner), _fieldValues[i]))
            {
                throw Changed(thread, _fields[i].Path);
            }
        }

        for (int i = 0; _fieldValues is not null && i < _lists.Count; i++)
        {
            object?[] now = Elements(_lists[i].List);
            if (now.Length != _listValues[i].Length || now.Where((e, k) => !Same(e, _listValues[i][k])).Any())
            {
                throw Changed(thread, _lists[i].Path);
            }
        }
    }

    private static ModelMisuseException Changed(string thread, string path) => new(
        $"thread '{thread}' changes '{path}', which it captures and which is not declared shared. Threads run again and again, and the memory model does not see such a variable: " +
        "declare it with Shared, leave a result with Observed, or declare it inside the thread.");

    private void Visit(object owner, string path, Assembly own)
    {
        if (!_seen.Add(owner))
        {
            return;
        }

        if (owner is IList list)
        {
            _lists.Add((path, list));
            foreach ((object? element, int index) in Elements(list).Select(static (e, i) => (e, i)))
            {
                VisitValue(element, FormattableString.Invariant($"{path}[{index}]"), own);
            }

            return;
        }

        for (Type? type = owner.GetType(); type is not null && type.Assembly == own; type = type.BaseType)
        {
            // What begins so is a delegate that the compiler caches in a closure, and a closure's link to the one around it.
            foreach (FieldInfo field in type.GetFields(Fields).Where(static f => !f.Name.StartsWith("<>9", StringComparison.Ordinal)))
            {
                bool isLink = field.Name.StartsWith("CS$<>", StringComparison.Ordinal) || field.Name.StartsWith("<>4__this", StringComparison.Ordinal);
                string name = isLink ? path : path.Length == 0 ? NameOf(field) : $"{path}.{NameOf(field)}";
                if (!isLink)
                {
                    _fields.Add((name, owner, field));
                }

                VisitValue(field.GetValue(owner), name, own);
            }
        }
    }

    private void VisitValue(object? value, string path, Assembly own)
    {
        if (value is not null && value.GetType() is { IsValueType: false } type)
        {
            if (type.Assembly == typeof(CapturedState).Assembly)
            {
                _names.TryAdd(value, path);
            }
            else if (type.Assembly == own || value is IList)
            {
                Visit(value, path, own);
            }
        }
    }

    // The compiler's names of fields: <Top>k__BackingField, <top>P.
    private static string NameOf(FieldInfo field) => field.Name[0] == '<' && field.Name.IndexOf('>', StringComparison.Ordinal) is > 1 and var end ? field.Name[1..end] : field.Name.TrimStart('_');

    private static object?[] Elements(IList list)
    {
        object?[] elements = new object?[Math.Min(list.Count, MaxElements)];
        for (int i = 0; i < elements.Length; i++)
        {
            elements[i] = list is Array { Rank: not 1 } ? null : list[i];
        }

        return elements;
    }

    private static bool Same(object? a, object? b) =>
        a is null || b is null ? ReferenceEquals(a, b)
        : a.GetType() is not { IsValueType: true } type ? ReferenceEquals(a, b)
        : type.IsPrimitive || type.IsEnum ? a.Equals(b)
        : type == b.GetType() && type.GetFields(Fields).All(f => Same(f.GetValue(a), f.GetValue(b)));
}
