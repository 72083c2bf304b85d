using System.Text.Json;

namespace Racewalk.Web.Runs;

/// <summary>Writes messages, one a line, from any thread.</summary>
internal sealed class MessageWriter(TextWriter output)
{
    private readonly Lock _lock = new();

    /// <summary>Writes a message.</summary>
    public void Write(RunMessage message)
    {
        string line = JsonSerializer.Serialize(message);
        lock (_lock)
        {
            output.Write(line + "\n");
            output.Flush();
        }
    }
}
