using Racewalk.Exploration.Paths;
using Racewalk.Programs;

namespace Racewalk.Exploration;

/// <summary>Finds what threads observed: notes on the operations of their path.</summary>
internal static class Observations
{
    /// <summary>The last value observed under a name: on the path to <paramref name="node"/>, or else before the events of handlers.</summary>
    public static bool TryFind(PathTree tree, IThreadHistory history, int thread, int node, string name, out ulong value)
    {
        for (int n = node; n >= 0; n = tree.Nodes[n].Parent)
        {
            if (TryFind(tree.Notes(n), name, out value))
            {
                return true;
            }
        }

        for (int e = history.Last(thread); e >= 0; e = history.Previous(e))
        {
            if (TryFind(tree.Notes(history.NodeOf(e)), name, out value))
            {
                return true;
            }
        }

        value = 0;
        return false;
    }

    private static bool TryFind(IReadOnlyList<Note> notes, string name, out ulong value)
    {
        for (int i = notes.Count - 1; i >= 0; i--)
        {
            if (notes[i] is ObservedNote observed && string.Equals(observed.Name, name, StringComparison.Ordinal))
            {
                value = observed.Value;
                return true;
            }
        }

        value = 0;
        return false;
    }
}
