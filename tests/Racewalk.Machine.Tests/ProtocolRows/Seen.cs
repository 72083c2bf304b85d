using Racewalk.Exploration;

namespace Racewalk.Machine.Tests.ProtocolRows;

internal static class Seen
{
    // Whether some task observed anything under a name.
    public static bool Saw(this IExecution execution, string name) => execution.Saw(name, static _ => true);

    public static bool Saw(this IExecution execution, string name, Func<ulong, bool> condition)
    {
        for (int thread = 0; thread < execution.ThreadCount; thread++)
        {
            if (execution.TryGetObserved(thread, name, out ulong value))
            {
                return condition(value);
            }
        }

        return false;
    }
}
