using System.Text;
using Racewalk.Programs;

namespace Racewalk.Litmus.Export;

/// <summary>Gives the locations of a program names that are identifiers of C.</summary>
internal sealed class LocationNames
{
    private readonly Dictionary<ulong, string> _names = [];

    public LocationNames(CheckedProgram program, IEnumerable<ulong> addresses)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (ulong address in addresses)
        {
            string name = Identifier(program.LocationName(address));
            string unique = name;
            for (int i = 2; !taken.Add(unique); i++)
            {
                unique = $"{name}_{i}";
            }

            _names.Add(address, unique);
        }
    }

    /// <summary>The name of the location at an address.</summary>
    public string this[ulong address] => _names[address];

    private static string Identifier(string name)
    {
        var text = new StringBuilder();
        foreach (char c in name)
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                text.Append(c);
            }
            else if (text.Length > 0 && text[^1] != '_')
            {
                text.Append('_');
            }
        }

        string trimmed = text.ToString().Trim('_');
        return trimmed.Length == 0 || char.IsAsciiDigit(trimmed[0]) || (trimmed[0] == 'r' && trimmed[1..].All(char.IsAsciiDigit)) ? "v_" + trimmed : trimmed;
    }
}
