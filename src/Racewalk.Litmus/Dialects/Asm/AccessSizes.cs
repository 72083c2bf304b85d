using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Dialects.Asm;

/// <summary>
/// Finds accesses of different sizes to overlapping bytes, which are not supported: memory is made of locations, and a location has one size.
/// </summary>
public static class AccessSizes
{
    /// <summary>Throws if the accesses of an execution overlap with different sizes, or have another size than their location's type.</summary>
    /// <param name="program">The test.</param>
    /// <param name="paths">One path of each thread that can happen together; a path that no execution takes proves nothing.</param>
    /// <exception cref="LitmusException">They do: a refusal at the later one.</exception>
    public static void Check(LitmusProgram program, IEnumerable<ThreadTrace> paths)
    {
        var seen = new Dictionary<ulong, (int Size, ulong Start)>();
        foreach ((int location, int size) in program.DeclaredSizes)
        {
            for (int i = 0; i < size; i++)
            {
                seen[program.AddressAt(location) + (ulong)i] = (size, program.AddressAt(location));
            }
        }

        foreach (LitmusEvent e in paths.SelectMany(path => path.Events).Where(e => e.Kind is LitmusEventKind.Read or LitmusEventKind.Write))
        {
            ulong start = program.AddressAt(e.Location);
            for (int i = 0; i < e.Size; i++)
            {
                ulong at = start + (ulong)i;
                if (!seen.TryGetValue(at, out (int Size, ulong Start) other))
                {
                    seen.Add(at, (e.Size, start));
                }
                else if (other != (e.Size, start))
                {
                    throw program.Source.Unsupported(
                        e.Offset, FormattableString.Invariant($"an access of {e.Size} bytes to {program.Locations[e.Location]} where another has {other.Size}"));
                }
            }
        }
    }
}
