using Racewalk.Exploration;

namespace Racewalk.Fuzz;

/// <summary>Finds load buffering in an execution: a cycle of program order and reads-from.</summary>
public static class LoadBuffering
{
    /// <summary>Whether program order and reads-from form a cycle.</summary>
    public static bool IsIn(Execution execution)
    {
        ArgumentNullException.ThrowIfNull(execution);
        var done = new bool[execution.Events.Count];
        int left = done.Length;
        bool progress = true;
        while (progress)
        {
            progress = false;
            foreach (ExecutionThread thread in execution.Threads)
            {
                foreach (int id in thread.Events)
                {
                    if (done[id])
                    {
                        continue;
                    }

                    int source = execution.Events[id].ReadsFrom;
                    if (source >= 0 && !done[source])
                    {
                        break;
                    }

                    done[id] = true;
                    left--;
                    progress = true;
                }
            }
        }

        return left > 0;
    }
}
