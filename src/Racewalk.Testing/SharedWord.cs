using Racewalk.Executions;
using Racewalk.Programs;

namespace Racewalk.Testing;

/// <summary>One word of shared memory, and the instructions that .NET compiles its accesses to (docs/testing.md#instructions).</summary>
/// <param name="Program">Whose memory it is.</param>
/// <param name="Address">Where it is.</param>
internal readonly record struct SharedWord(TestProgram Program, Word Address)
{
    /// <summary>CASAL, SWPAL, LDADDAL, LDCLRAL, LDSETAL; on x86 a LOCK prefix.</summary>
    private const Access Interlocked = Access.Atomic | Access.Acquire | Access.Release;

    internal Word Load(bool isAcquire) =>
        Now is { Ended: { } execution } ? execution.Final(Address.Bits) : Thread("a read").Load(Address, isAcquire ? Program.Acquire : Access.None);

    internal void Store(Word value, bool isRelease) => Thread("a write").Store(Address, value, isRelease ? Access.Release : Access.None);

    internal Word Rmw(RmwKind kind, Word operand, Word comparand = default) => Thread("a read-modify-write").Rmw(kind, Address, operand, comparand, Interlocked);

    internal Word Await(AwaitKind condition, Word operand, bool isAcquire) =>
        Thread("a wait").Await(Address, condition, operand, isAcquire ? Program.Acquire : Access.None);

    private Ambient Now => Ambient.Of(Program, Program.NameOf(Address.Bits));

    private ThreadContext Thread(string operation) => Now.Context ?? throw new ModelMisuseException(
        $"Final looks at what memory holds at the end; {operation} of '{Program.NameOf(Address.Bits)}' is for threads");
}
