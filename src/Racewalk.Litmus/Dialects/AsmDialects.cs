using Racewalk.Litmus.Dialects.AArch64;
using Racewalk.Litmus.Dialects.Ppc;
using Racewalk.Litmus.Dialects.X86;
using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Dialects;

/// <summary>The assembly dialects there are.</summary>
public static class AsmDialects
{
    private static readonly IAsmDialect[] s_all = [new AArch64Dialect(), new X86Dialect(isLong: false), new X86Dialect(isLong: true), new PpcDialect()];

    /// <summary>The dialect of an architecture, or null.</summary>
    public static IAsmDialect? Find(string architecture) => Array.Find(s_all, d => d.Architecture == architecture);

    /// <summary>Makes the program of a file ready to be run.</summary>
    /// <exception cref="LitmusException">The file is wrong or not supported.</exception>
    /// <param name="file">The file.</param>
    /// <param name="dialect">Its dialect.</param>
    /// <param name="variants">Variants that the file itself does not name.</param>
    public static LitmusProgram Lower(LitmusFile file, IAsmDialect dialect, IReadOnlySet<string>? variants = null)
    {
        var names = new AsmNames(file, dialect);
        var lowering = new ProgramLowering(file, names, variants);
        IReadOnlyList<AsmThread> columns = file.AsmThreads ?? [];
        AsmThread[] code = [.. columns.Where(c => !c.IsHandler)];
        var threads = new List<ILitmusThread>();
        foreach (AsmThread column in columns)
        {
            bool isKnown = column.IsHandler
                ? column.Number < code.Length && columns.Count(c => c.IsHandler && c.Number == column.Number) == 1
                : code[Math.Min(column.Number, code.Length - 1)] == column;
            if (!isKnown)
            {
                throw file.Source.Error(column.Cells.Count > 0 ? column.Cells[0].Start : 0, "expected the threads P0, P1, … in this order");
            }
        }

        foreach (AsmThread thread in code)
        {
            AsmThread? handler = columns.FirstOrDefault(c => c.IsHandler && c.Number == thread.Number);
            threads.Add(dialect.ParseThread(file.Source, thread, handler, lowering.Locations));
        }

        return lowering.Finish(threads);
    }

    private sealed class AsmNames(LitmusFile file, IAsmDialect dialect) : IRegisterNames
    {
        public int Number(PlaceSyntax register) => dialect.TryParseRegister(register.Name, out int number)
            ? number
            : throw file.Source.Error(register.Offset, $"expected a register of {dialect.Architecture}, found '{register.Name}'");
    }
}
