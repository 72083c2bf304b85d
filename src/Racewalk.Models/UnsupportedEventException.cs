using Racewalk.Executions;

namespace Racewalk.Models;

/// <summary>A program has an event that the model it is explored under gives no meaning to, such as Power's lwsync under LKMM.</summary>
public sealed class UnsupportedEventException(string model, string what) : InvalidOperationException($"the model {model} knows no {what}")
{
    internal static UnsupportedEventException For(string model, FenceKind fence) => new(model, $"fence {fence}");

    internal static UnsupportedEventException For(string model, Access access) => new(model, $"access annotated {access}");
}
