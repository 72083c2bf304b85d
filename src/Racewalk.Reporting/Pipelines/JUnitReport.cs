using System.Globalization;
using System.Text;
using System.Xml;
using Racewalk.Reporting.Text;

namespace Racewalk.Reporting.Pipelines;

/// <summary>
/// Test cases in JUnit's XML, as Jenkins, GitLab and others read it: one suite a run. There is no standard; what is written is what all of them know. Times of day and names of
/// machines are left out, so that nothing but the time that cases took differs from run to run.
/// </summary>
public static class JUnitReport
{
    private static readonly XmlWriterSettings s_settings = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        Indent = true,
        NewLineChars = "\n",
        NewLineHandling = NewLineHandling.Entitize,
    };

    /// <summary>The document.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cases">The cases, in their order.</param>
    public static string Write(PipelineRun run, IReadOnlyList<JUnitCase> cases)
    {
        using var buffer = new MemoryStream();
        using (var xml = XmlWriter.Create(buffer, s_settings))
        {
            xml.WriteStartDocument();
            xml.WriteStartElement("testsuites");
            WriteTotals(xml, "racewalk", cases);
            xml.WriteStartElement("testsuite");
            WriteTotals(xml, "racewalk " + run.Command, cases);
            xml.WriteStartElement("properties");
            WriteProperty(xml, "racewalk.version", run.Version);
            WriteProperty(xml, "racewalk.command", run.CommandLine);
            xml.WriteEndElement();
            foreach (JUnitCase one in cases)
            {
                WriteCase(xml, one);
            }

            xml.WriteEndElement();
            xml.WriteEndElement();
            xml.WriteEndDocument();
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    private static void WriteTotals(XmlWriter xml, string name, IReadOnlyList<JUnitCase> cases)
    {
        string Number(CaseState state) => cases.Count(c => c.State == state).ToString(CultureInfo.InvariantCulture);
        Write(xml, "name", name);
        Write(xml, "tests", cases.Count.ToString(CultureInfo.InvariantCulture));
        Write(xml, "failures", Number(CaseState.Failed));
        Write(xml, "errors", Number(CaseState.Errored));
        Write(xml, "skipped", Number(CaseState.Skipped));
        Write(xml, "time", Seconds(cases.Aggregate(TimeSpan.Zero, static (sum, c) => sum + c.Time)));
    }

    private static void WriteProperty(XmlWriter xml, string name, string value)
    {
        xml.WriteStartElement("property");
        Write(xml, "name", name);
        Write(xml, "value", value);
        xml.WriteEndElement();
    }

    private static void WriteCase(XmlWriter xml, JUnitCase one)
    {
        xml.WriteStartElement("testcase");
        Write(xml, "classname", one.Group);
        Write(xml, "name", one.Name);
        Write(xml, "time", Seconds(one.Time));
        if (one.State != CaseState.Passed)
        {
            xml.WriteStartElement(one.State switch { CaseState.Failed => "failure", CaseState.Errored => "error", _ => "skipped" });
            Write(xml, "message", one.Message);
            if (one.State != CaseState.Skipped)
            {
                Write(xml, "type", one.Kind);
                xml.WriteString(XmlCharacters.Of(one.Text.ReplaceLineEndings("\n")));
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void Write(XmlWriter xml, string name, string value) => xml.WriteAttributeString(name, XmlCharacters.Of(value));

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);
}
