using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Racewalk.Reporting.Comparing;

/// <summary>A JSON file as values that know where they stand, so that what is wrong with one can be said with its place.</summary>
internal sealed class PlacedJson
{
    private readonly byte[] _bytes;
    private readonly string _path;

    private PlacedJson(string path, byte[] bytes)
    {
        _path = path;
        _bytes = bytes;
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">What messages call it.</param>
    /// <param name="content">Its content, in UTF-8.</param>
    /// <param name="unread">Names of members whose values are not kept: they are large, and nobody asks for them.</param>
    /// <exception cref="ComparingException">It is no JSON.</exception>
    public static JsonPlace Read(string path, byte[] content, IReadOnlySet<string> unread)
    {
        // A mark at the beginning is no part of JSON, but some editors write one.
        byte[] bytes = content.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? content[Encoding.UTF8.Preamble.Length..] : content;
        var file = new PlacedJson(path, bytes);
        var reader = new Utf8JsonReader(bytes);
        try
        {
            reader.Read();
            JsonPlace root = file.Value(ref reader, unread);

            // Whatever follows the document is an error, which the reader finds.
            reader.Read();
            return root;
        }
        catch (JsonException e)
        {
            throw new ComparingException(Message(path, (e.LineNumber ?? 0) + 1, (e.BytePositionInLine ?? 0) + 1, "this is no JSON: " + Reason(e)));
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, or bytes that are not UTF-8, in a string.
            throw file.Error((int)reader.TokenStartIndex, "this is no JSON: the text is not valid Unicode");
        }
    }

    /// <summary>An error at an offset.</summary>
    public ComparingException Error(int offset, string problem)
    {
        ReadOnlySpan<byte> before = _bytes.AsSpan(0, offset);
        int start = before.LastIndexOf((byte)'\n') + 1;
        return new ComparingException(Message(_path, before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[start..]) + 1, problem));
    }

    private static string Message(string path, long line, long column, string problem) =>
        string.Create(CultureInfo.InvariantCulture, $"{path}:{line}:{column}: {DifferenceText.Shown(problem)}");

    // The library ends its messages with the place, counted from 0.
    private static string Reason(JsonException e)
    {
        int place = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (place < 0 ? e.Message : e.Message[..place]).TrimEnd('.');
    }

    private JsonPlace Value(ref Utf8JsonReader reader, IReadOnlySet<string> unread)
    {
        int offset = (int)reader.TokenStartIndex;
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var members = new Dictionary<string, JsonPlace>(StringComparer.Ordinal);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    int at = (int)reader.TokenStartIndex;
                    string name = reader.GetString()!;
                    if (unread.Contains(name))
                    {
                        reader.Skip();
                        continue;
                    }

                    reader.Read();
                    if (!members.TryAdd(name, Value(ref reader, unread)))
                    {
                        throw Error(at, $"'{name}' is there twice");
                    }
                }

                return new JsonPlace(this, offset, JsonValueKind.Object) { Members = members };
            case JsonTokenType.StartArray:
                var items = new List<JsonPlace>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(Value(ref reader, unread));
                }

                return new JsonPlace(this, offset, JsonValueKind.Array) { Items = items };
            case JsonTokenType.String:
                return new JsonPlace(this, offset, JsonValueKind.String) { Text = reader.GetString()! };
            case JsonTokenType.Number:
                return new JsonPlace(this, offset, JsonValueKind.Number) { Whole = reader.TryGetInt64(out long whole) ? whole : null };
            case JsonTokenType.True:
                return new JsonPlace(this, offset, JsonValueKind.True);
            case JsonTokenType.False:
                return new JsonPlace(this, offset, JsonValueKind.False);
            default:
                return new JsonPlace(this, offset, JsonValueKind.Null);
        }
    }
}
