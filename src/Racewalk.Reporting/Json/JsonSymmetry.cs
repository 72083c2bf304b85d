using System.Globalization;
using System.Text.Json;
using Racewalk.Exploration;

namespace Racewalk.Reporting.Json;

/// <summary>Writes what the reduction by symmetry has left out.</summary>
internal static class JsonSymmetry
{
    /// <summary>Writes the property <c>symmetry</c>: null if it was not to be reduced. The number is a decimal text, as it may be larger than readers can take.</summary>
    public static void Write(Utf8JsonWriter json, SymmetrySummary? symmetry)
    {
        if (symmetry is null)
        {
            json.WriteNull("symmetry");
            return;
        }

        json.WriteStartObject("symmetry");
        json.WriteStartArray("identical");
        foreach (IReadOnlyList<int> group in symmetry.IdenticalThreads)
        {
            json.WriteStartArray();
            foreach (int thread in group)
            {
                json.WriteNumberValue(thread);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteString("represented", symmetry.Represented.ToString(CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }
}
