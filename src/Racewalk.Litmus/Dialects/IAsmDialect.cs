using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Dialects;

/// <summary>What an assembly dialect adds to the frame of a litmus file. Immutable and thread-safe.</summary>
public interface IAsmDialect
{
    /// <summary>The first word of its files, such as AArch64.</summary>
    string Architecture { get; }

    /// <summary>The number of a register as conditions and initial states spell it; different spellings of one register (X1, W1) have one number.</summary>
    bool TryParseRegister(string text, out int number);

    /// <summary>What a register is called in results.</summary>
    string RegisterName(int number);

    /// <summary>Parses the code of a thread.</summary>
    /// <param name="source">The file.</param>
    /// <param name="thread">The thread's column.</param>
    /// <param name="handler">The column of its exception handler, or null.</param>
    /// <param name="locations">Gives locations their numbers; what the code names is added.</param>
    /// <exception cref="LitmusException">The code is wrong or not supported.</exception>
    ILitmusThread ParseThread(SourceText source, AsmThread thread, AsmThread? handler, LocationTable locations);
}
