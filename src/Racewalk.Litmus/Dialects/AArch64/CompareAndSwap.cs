using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Dialects.AArch64;

/// <summary>
/// CAS, and CASP with two registers each. It has the paths that herd gives it: on success the compared register's new value may come from memory, or from
/// its old value under the control of the comparison; on failure the old memory value may be written back or not. From the comparison there is only
/// intrinsic control to the write, which makes what depends on it a pick dependency.
/// </summary>
/// <param name="Order">Its ordering.</param>
/// <param name="Compared">The registers that are compared and get what memory had.</param>
/// <param name="Sources">The registers with the new values.</param>
/// <param name="Memory">Where.</param>
/// <param name="Size">How many bytes each.</param>
internal sealed record CompareAndSwapInstruction(
    AtomicOrder Order, IReadOnlyList<Register> Compared, IReadOnlyList<Register> Sources, MemoryOperand Memory, int Size) : AArch64Instruction
{
    private static readonly string[] s_plain = [];
    private static readonly string[] s_acquire = ["A"];

    /// <inheritdoc/>
    public override void Run(AArch64Run run)
    {
        Flow virtualAddress = Memory.Address(run);
        if (Compared.Count > 1)
        {
            run.Walker.Untranslated(virtualAddress, "CASP");
        }

        Flow[] expected = [.. Compared.Select(register => run.Values.LowOrAddress(run.Read(register, Port.Data), 8 * Size))];
        bool returnsValue = Compared.Any(register => !register.IsZero);

        if (run.Walker.Check(virtualAddress, isWrite: true) is not { } walk)
        {
            return;
        }

        Flow address = walk.Physical;

        // The read of a compare that fails without a write is not atomic, so what happens is decided before there is an event.
        Flow ahead = AreEqual(run, [.. expected.Select((_, i) => Flow.Of(run.Builder.ReadAhead(i)))], expected);
        bool succeeds = run.Builder.Decide(ahead.Value);
        bool isAlternative = (!succeeds || returnsValue) && run.Builder.Choose(2) == 1;
        bool writes = succeeds || isAlternative;

        // Whether a compare that fails without a write makes the page dirty is up to the implementation (Arm ARM, D8.5.5).
        run.Walker.Update(walk, setsDirty: writes || (run.Walker.MayMakeDirty(walk) && run.Builder.Choose(2) == 0));
        IReadOnlyList<string> sets = writes || !returnsValue ? Order.ReadSets(returnsValue) : Order.IsAcquire ? s_acquire : s_plain;
        Flow[] old = [.. expected.Select((_, i) => run.Values.Load(At(run, address, i), Size, sets))];
        int branch = run.Builder.Branch(AreEqual(run, old, expected)).Event;
        if (writes)
        {
            Flow[] data = succeeds ? [.. Sources.Select(register => run.Read(register, Port.Data))] : old;
            run.Builder.ControlledBy(branch);
            for (int i = 0; i < old.Length; i++)
            {
                run.Builder.PairRmw(old[i].Events[0], run.Values.Store(At(run, address, i), data[i], Size, Order.WriteSets));
            }

            run.Builder.ControlledBy();
        }

        WriteCompared(run, old, expected, succeeds && isAlternative, branch);
    }

    private Flow At(AArch64Run run, Flow address, int i) => run.Values.Compute(ExprOp.Add, address, (ulong)(i * Size));

    private void WriteCompared(AArch64Run run, Flow[] old, Flow[] expected, bool keepsRegister, int branch)
    {
        for (int i = 0; i < old.Length; i++)
        {
            if (keepsRegister)
            {
                run.Builder.ControlledBy(branch);
            }

            run.Write(Compared[i], keepsRegister ? expected[i] with { Value = old[i].Value } : old[i]);
        }
    }

    private static Flow AreEqual(AArch64Run run, Flow[] a, Flow[] b)
    {
        Flow result = run.Values.Compute(ExprOp.Equal, a[0], b[0]);
        return a.Length == 1 ? result : run.Values.Compute(ExprOp.And, result, run.Values.Compute(ExprOp.Equal, a[1], b[1]));
    }
}
