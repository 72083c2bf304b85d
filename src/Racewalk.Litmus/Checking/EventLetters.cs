namespace Racewalk.Litmus.Checking;

/// <summary>Names of events, as the literature has them: a, b, …, z, aa, ….</summary>
public static class EventLetters
{
    /// <summary>The name of the event with a number from 0.</summary>
    public static string Of(int number)
    {
        string name = "";
        for (int n = number; n >= 0; n = (n / 26) - 1)
        {
            name = (char)('a' + (n % 26)) + name;
        }

        return name;
    }
}
