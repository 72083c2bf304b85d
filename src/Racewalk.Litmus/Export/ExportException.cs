namespace Racewalk.Litmus.Export;

/// <summary>A program does not fit a litmus test; the message says what does not.</summary>
public sealed class ExportException(string message) : Exception(message)
{
}
