using Racewalk.Reporting.Pictures;

namespace Racewalk.Web.Pages;

/// <summary>The steps of two executions beside each other: a longest common subsequence (Wagner and Fischer 1974).</summary>
public static class StepAlignment
{
    /// <summary>The rows; a side is empty where it does not have the step of the other, or not there.</summary>
    public static IReadOnlyList<(string Left, string Right)> Of(RacePicture left, RacePicture right)
    {
        string[] a = [.. left.Steps.Select(s => Name(left, s))];
        string[] b = [.. right.Steps.Select(s => Name(right, s))];
        int[,] common = new int[a.Length + 1, b.Length + 1];
        for (int i = a.Length - 1; i >= 0; i--)
        {
            for (int j = b.Length - 1; j >= 0; j--)
            {
                common[i, j] = a[i] == b[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        List<(string, string)> rows = [];
        for ((int i, int j) = (0, 0); i < a.Length || j < b.Length;)
        {
            if (i < a.Length && j < b.Length && a[i] == b[j])
            {
                rows.Add((Told(left, a, i++), Told(right, b, j++)));
            }
            else if (j == b.Length || (i < a.Length && common[i + 1, j] >= common[i, j + 1]))
            {
                rows.Add((Told(left, a, i++), ""));
            }
            else
            {
                rows.Add(("", Told(right, b, j++)));
            }
        }

        return rows;
    }

    private static string Name(RacePicture picture, PictureStep step) => $"{picture.Cpus[step.Cpu].Actor} {step.Name}".Trim();

    private static string Told(RacePicture picture, string[] names, int step) => names[step] + ": " + string.Join("; ", picture.Steps[step].Effects.Select(static e => e.Text));
}
