using System.Globalization;
using System.Text;
using Racewalk.Executions;
using Racewalk.Exploration;
using Racewalk.Programs;

namespace Racewalk.Reporting.Replay;

/// <summary>
/// The canonical text of an execution. Threads are deterministic, so an execution is given by what was open in each: which write a read read
/// (as its place in coherence order, 0 for the initial value), a write's place in coherence order, the alternative of a choice, and the
/// interrupt that a poll took, and where a grace period never ends. It does not depend on the order in which an explorer finds executions.
/// </summary>
public static class ExecutionCode
{
    private const string Digits = "0123456789abcdefghijklmnopqrstuvwxyz";
    private const string EndlessGracePeriod = "__";

    /// <summary>
    /// The text: per thread one character for each number below 36, <c>_n_</c> for others; threads are separated by dots.
    /// </summary>
    public static string Of(Execution execution)
    {
        int[] sendNumber = SendNumbers(execution);
        var text = new StringBuilder();
        for (int thread = 0; thread < execution.Threads.Count; thread++)
        {
            text.Append(thread == 0 ? "" : ".");
            foreach (int id in execution.Threads[thread].Events)
            {
                ExecutionEvent e = execution.Events[id];
                switch (e.Kind)
                {
                    case EventKind.Read:
                        Append(text, e.ReadsFrom < 0 ? 0 : (ulong)execution.Events[e.ReadsFrom].Coherence);
                        break;
                    case EventKind.Write:
                        Append(text, (ulong)e.Coherence);
                        break;
                    case EventKind.Choice when e.Notes.Contains(ChoiceNote.GracePeriod):
                        text.Append(e.Value == 0 ? "" : EndlessGracePeriod);
                        break;
                    case EventKind.Choice:
                        Append(text, e.Value);
                        break;
                    case EventKind.Poll:
                        Append(text, e.ReadsFrom < 0 ? 0 : (ulong)sendNumber[e.ReadsFrom]);
                        break;
                }
            }
        }

        return text.ToString();
    }

    /// <summary>Whether a text could be the code of an execution.</summary>
    public static bool IsWellFormed(string text)
    {
        bool isLong = false;
        foreach (char c in text)
        {
            if (c == '_')
            {
                isLong = !isLong;
            }
            else if (isLong ? !char.IsAsciiDigit(c) : c != '.' && !Digits.Contains(c))
            {
                return false;
            }
        }

        return !isLong;
    }

    // Interrupts sent are numbered by thread, then by program order: 1 for the first of thread 0.
    private static int[] SendNumbers(Execution execution)
    {
        int[] numbers = new int[execution.Events.Count];
        int next = 1;
        foreach (int id in execution.Threads.SelectMany(static t => t.Events).Where(id => execution.Events[id].Kind == EventKind.Send))
        {
            numbers[id] = next++;
        }

        return numbers;
    }

    private static void Append(StringBuilder text, ulong number)
    {
        if (number < (ulong)Digits.Length)
        {
            text.Append(Digits[(int)number]);
        }
        else
        {
            text.Append('_').Append(number.ToString(CultureInfo.InvariantCulture)).Append('_');
        }
    }
}
