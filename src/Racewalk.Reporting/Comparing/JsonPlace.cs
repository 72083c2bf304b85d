using System.Text.Json;

namespace Racewalk.Reporting.Comparing;

/// <summary>A JSON value and where it stands. What it is asked for and is not is an error that names the place.</summary>
/// <param name="file">The file.</param>
/// <param name="offset">Where the value begins, in bytes.</param>
/// <param name="kind">What it is.</param>
internal sealed class JsonPlace(PlacedJson file, int offset, JsonValueKind kind)
{
    /// <summary>The members of an object.</summary>
    public IReadOnlyDictionary<string, JsonPlace> Members { get; init; } = new Dictionary<string, JsonPlace>();

    /// <summary>The items of an array.</summary>
    public IReadOnlyList<JsonPlace> Items { get; init; } = [];

    /// <summary>The text of a string.</summary>
    public string Text { get; init; } = "";

    /// <summary>A number; null if it is none that 64 bits hold.</summary>
    public long? Whole { get; init; }

    /// <summary>Whether it is null.</summary>
    public bool IsNull => kind == JsonValueKind.Null;

    /// <summary>An error here.</summary>
    public ComparingException Error(string problem) => file.Error(offset, problem);

    /// <summary>A member, which must be there.</summary>
    /// <exception cref="ComparingException">It is not.</exception>
    public JsonPlace Member(string name)
    {
        Expect(JsonValueKind.Object, "an object");
        return Members.TryGetValue(name, out JsonPlace? member) ? member : throw Error($"this object has no '{name}'");
    }

    /// <summary>A member; null if it is not there.</summary>
    public JsonPlace? Find(string name) => Members.GetValueOrDefault(name);

    /// <summary>The text, which it must be.</summary>
    /// <exception cref="ComparingException">It is not.</exception>
    public string AsText()
    {
        Expect(JsonValueKind.String, "a string");
        return Text;
    }

    /// <summary>The number from 0 on, which it must be.</summary>
    /// <exception cref="ComparingException">It is not.</exception>
    public long AsCount()
    {
        Expect(JsonValueKind.Number, "a number");
        return Whole is >= 0 and { } count ? count : throw Error("expected a whole number from 0 on");
    }

    /// <summary>True or false, which it must be.</summary>
    /// <exception cref="ComparingException">It is not.</exception>
    public bool AsFlag() => kind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Error("expected true or false"),
    };

    /// <summary>The items of the array, which it must be.</summary>
    /// <exception cref="ComparingException">It is not.</exception>
    public IReadOnlyList<JsonPlace> AsItems()
    {
        Expect(JsonValueKind.Array, "an array");
        return Items;
    }

    /// <summary>The members of the object, which it must be.</summary>
    /// <exception cref="ComparingException">It is not.</exception>
    public IReadOnlyDictionary<string, JsonPlace> AsMembers()
    {
        Expect(JsonValueKind.Object, "an object");
        return Members;
    }

    private void Expect(JsonValueKind wanted, string what)
    {
        if (kind != wanted)
        {
            throw Error("expected " + what);
        }
    }
}
