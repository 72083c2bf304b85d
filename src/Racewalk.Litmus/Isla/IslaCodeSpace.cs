using Racewalk.Litmus.Dialects.AArch64;
using Racewalk.Litmus.Dialects.Asm;
using Racewalk.Litmus.Isla.Layout;
using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Isla;

/// <summary>The code of threads and handlers at its addresses. Immutable and thread-safe.</summary>
internal sealed class IslaCodeSpace : ICodeSpace
{
    private readonly IslaInitialState _state;
    private readonly Dictionary<IslaCode, AsmCode<AArch64Instruction>> _codes = [];
    private readonly Dictionary<AsmCode<AArch64Instruction>, ulong> _addresses = [];

    public IslaCodeSpace(IslaInitialState state)
    {
        _state = state;
        foreach (IslaThread thread in state.Test.Threads)
        {
            Add(thread.Code, thread.Number);
        }

        for (int i = 0; i < state.Test.Handlers.Count; i++)
        {
            Add(state.Test.Handlers[i].Code, state.Test.Threads.Count + i);
        }
    }

    /// <summary>The code of a thread.</summary>
    public AsmCode<AArch64Instruction> CodeOf(IslaThreadState thread) => _codes[thread.Code];

    /// <inheritdoc/>
    public ulong AddressOf(AsmCode<AArch64Instruction> code, int line) => _addresses[code] + (ulong)(line * IslaCode.InstructionSize);

    /// <inheritdoc/>
    public (AsmCode<AArch64Instruction> Code, int Line)? At(ulong address) => _state.CodeAt(address) is { } place ? (_codes[place.Code], place.Index) : null;

    /// <inheritdoc/>
    public int FirstLevel(int thread) => _state.Threads[thread].ExceptionLevel;

    /// <inheritdoc/>
    public bool UsesOwnStackPointer(int thread) => _state.Threads[thread].UsesOwnStackPointer;

    private void Add(IslaCode code, int number)
    {
        AsmCell[] cells = [.. code.Instructions.Select(static i => new AsmCell(i.Offset, i.Length))];
        AsmCode<AArch64Instruction> parsed =
            AArch64Dialect.ParseCode(_state.Test.Source, new AsmThread(number, false, cells), code.Labels.Select(static l => (l.Name, l.Index)));
        _codes.Add(code, parsed);
        _addresses.Add(parsed, code.Address);
    }
}
