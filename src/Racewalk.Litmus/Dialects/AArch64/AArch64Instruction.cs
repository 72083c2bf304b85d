namespace Racewalk.Litmus.Dialects.AArch64;

/// <summary>One instruction with its operands. Its semantics follow the Arm ARM; which events it has and how they are related follows herd.</summary>
internal abstract record AArch64Instruction
{
    /// <summary>Runs it: emits its events and says where the thread goes on if that is not the next instruction.</summary>
    public abstract void Run(AArch64Run run);
}
