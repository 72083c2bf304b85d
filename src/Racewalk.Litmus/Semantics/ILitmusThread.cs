namespace Racewalk.Litmus.Semantics;

/// <summary>The code of one thread of a litmus test in some dialect.</summary>
public interface ILitmusThread
{
    /// <summary>Runs one path: emits its events and sets the registers.</summary>
    /// <param name="builder">Takes the events and answers the decisions.</param>
    /// <exception cref="Syntax.LitmusException">The code cannot be run.</exception>
    void Run(ThreadBuilder builder);

    /// <summary>What a register is called in conditions and results.</summary>
    string RegisterName(int register);

    /// <summary>The address of a labelled instruction; null without such a label, or in a dialect that has no addresses of code.</summary>
    ulong? AddressOf(string label) => null;

    /// <summary>The label at the address of an instruction of this thread; null where there is none.</summary>
    string? LabelAt(ulong address) => null;
}
