using System.Globalization;
using System.Text;
using Racewalk.Exploration;

namespace Racewalk.Reporting.Replay;

/// <summary>
/// The canonical text of an execution: its <see cref="ExecutionChoices"/>, which do not depend on the order in which an explorer finds executions.
/// </summary>
public static class ExecutionCode
{
    private const string Digits = "0123456789abcdefghijklmnopqrstuvwxyz";

    /// <summary>
    /// The text: per thread one character for each number below 36, <c>_n_</c> for others; threads are separated by dots.
    /// </summary>
    public static string Of(Execution execution)
    {
        var text = new StringBuilder();
        ulong[][] choices = ExecutionChoices.Of(execution);
        for (int thread = 0; thread < choices.Length; thread++)
        {
            text.Append(thread == 0 ? "" : ".");
            foreach (ulong choice in choices[thread])
            {
                Append(text, choice);
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

    /// <summary>The choices that a text stands for.</summary>
    /// <param name="text">The text, well-formed.</param>
    public static IReadOnlyList<IReadOnlyList<ulong>> Choices(string text)
    {
        List<List<ulong>> choices = [[]];
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '.')
            {
                choices.Add([]);
            }
            else if (text[i] == '_')
            {
                int end = text.IndexOf('_', i + 1);
                choices[^1].Add(end == i + 1 ? ExecutionChoices.EndlessGracePeriod : ulong.Parse(text.AsSpan(i + 1, end - i - 1), CultureInfo.InvariantCulture));
                i = end;
            }
            else
            {
                choices[^1].Add((ulong)Digits.IndexOf(text[i], StringComparison.Ordinal));
            }
        }

        return choices;
    }

    private static void Append(StringBuilder text, ulong number)
    {
        if (number == ExecutionChoices.EndlessGracePeriod)
        {
            text.Append("__");
        }
        else if (number < (ulong)Digits.Length)
        {
            text.Append(Digits[(int)number]);
        }
        else
        {
            text.Append('_').Append(number.ToString(CultureInfo.InvariantCulture)).Append('_');
        }
    }
}
