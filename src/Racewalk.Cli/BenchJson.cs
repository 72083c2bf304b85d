using System.Runtime.InteropServices;
using Racewalk.Reporting.Json;
using Racewalk.Trials.Bench;

namespace Racewalk.Cli;

/// <summary>What was measured, for scripts.</summary>
internal static class BenchJson
{
    /// <summary>The name of the schema.</summary>
    internal const string Schema = "racewalk/bench/1";

    /// <summary>The document.</summary>
    internal static string Write(IReadOnlyList<BenchTable> tables, string version) => JsonDocumentText.Write(Schema, version, json =>
    {
        json.WriteString("processorArchitecture", RuntimeInformation.ProcessArchitecture.ToString());
        json.WriteNumber("processors", Environment.ProcessorCount);
        json.WriteStartArray("measurements");
        foreach (BenchTable table in tables)
        {
            Measurement measurement = table.Measurement;
            json.WriteStartObject();
            json.WriteString("name", measurement.Name);
            json.WriteString("title", measurement.Title);
            json.WriteStartArray("columns");
            foreach (BenchColumn column in measurement.Columns)
            {
                json.WriteStartObject();
                json.WriteString("name", column.Name);
                json.WriteString("unit", column.Unit);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("rows");
            foreach (BenchRow row in table.Rows)
            {
                json.WriteStartObject();
                json.WriteStartObject("keys");
                for (int i = 0; i < row.Keys.Count; i++)
                {
                    json.WriteString(table.Keys[i], row.Keys[i]);
                }

                json.WriteEndObject();
                json.WriteStartArray("values");
                foreach (double value in row.Values)
                {
                    json.WriteNumberValue(Math.Round(value, 3));
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}
