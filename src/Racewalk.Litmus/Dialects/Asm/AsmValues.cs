using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Dialects.Asm;

/// <summary>
/// Arithmetic of a processor on the flows of one path. Registers hold 64 bits; results of narrower operations are cut to their width here, and only where
/// they could be wider. Not thread-safe.
/// </summary>
internal sealed class AsmValues(ThreadBuilder builder, LocationTable locations)
{
    private const int FullWidth = 64;
    private readonly Dictionary<int, int> _readBits = [];
    private readonly Dictionary<(int Expression, int Bits), bool> _fits = [];

    /// <summary>The number whose low bits are ones.</summary>
    public static ulong Ones(int bits) => bits >= FullWidth ? ulong.MaxValue : (1UL << bits) - 1;

    /// <summary>An immediate.</summary>
    public Flow Number(ulong value) => builder.Constant(value);

    /// <summary>An operation on 64 bits.</summary>
    public Flow Compute(ExprOp op, Flow a, Flow b) => builder.Compute(op, a, b);

    /// <summary>An operation on 64 bits with an immediate.</summary>
    public Flow Compute(ExprOp op, Flow a, ulong b) => builder.Compute(op, a, builder.Constant(b));

    /// <summary>All bits inverted.</summary>
    public Flow Not(Flow a) => Compute(ExprOp.Xor, a, ulong.MaxValue);

    /// <summary>1 where a value is 0, else 0.</summary>
    public Flow IsZero(Flow a) => Compute(ExprOp.Equal, a, 0);

    /// <summary>One bit, as 0 or 1.</summary>
    public Flow Bit(Flow a, int bit) => bit == FullWidth - 1
        ? Compute(ExprOp.ShiftRight, a, FullWidth - 1)
        : Compute(ExprOp.And, Compute(ExprOp.ShiftRight, a, (ulong)bit), 1);

    /// <summary>The low bits as an unsigned number.</summary>
    public Flow Low(Flow a, int bits) => bits >= FullWidth || Fits(a.Value, bits) ? a : Compute(ExprOp.And, a, Ones(bits));

    /// <summary>As <see cref="Low"/>, but the address of a location is let through: tests move and store pointers with instructions for 32 bits.</summary>
    public Flow LowOrAddress(Flow a, int bits) => builder.Pool.TryGetConstant(a.Value, out ulong value) && IsAddress(value) ? a : Low(a, bits);

    /// <summary>The low bits as a signed number, in two's complement of a width.</summary>
    public Flow Signed(Flow a, int bits, int width = FullWidth) =>
        bits >= width ? Low(a, width) : Low(Compute(ExprOp.SignExtend, Low(a, bits), (ulong)bits), width);

    /// <summary>The low bits of a value shifted to the right with copies of the highest of them, as a number of that width.</summary>
    public Flow ShiftRightSigned(Flow a, Flow amount, int bits) => Low(Compute(ExprOp.ShiftRightSigned, Signed(a, bits), amount), bits);

    /// <summary>Reads memory.</summary>
    public Flow Load(Flow address, int size, params IReadOnlyList<string> sets)
    {
        Flow read = builder.Load(address, size, sets);

        // Stores cut what they write, and the initial value of a location is one of its size; so only an address could be wider, and it must stay.
        _readBits[read.Value.Id] = 8 * size;
        return read;
    }

    /// <summary>Writes memory. Returns the event.</summary>
    public int Store(Flow address, Flow data, int size, params IReadOnlyList<string> sets) =>
        builder.Store(address, LowOrAddress(data, 8 * size), size, sets);

    /// <summary>Whether a value is the address of a location, or a little beyond one.</summary>
    public bool IsAddress(ulong value) =>
        value >= LitmusProgram.AddressOf(0) && value < LitmusProgram.AddressOf(locations.Names.Count) && (value & uint.MaxValue) <= ushort.MaxValue;

    private bool Fits(Expr e, int bits)
    {
        if (builder.Pool.TryGetConstant(e, out ulong value))
        {
            return (value & ~Ones(bits)) == 0;
        }

        if (!_fits.TryGetValue((e.Id, bits), out bool fits))
        {
            fits = Fits(e, builder.Pool[e], bits);
            _fits.Add((e.Id, bits), fits);
        }

        return fits;
    }

    private bool Fits(Expr e, (ExprOp Op, ulong A, ulong B) node, int bits)
    {
        (Expr a, Expr b) = (new Expr((int)node.A), new Expr((int)node.B));
        return node.Op switch
        {
            ExprOp.ReadValue => _readBits.TryGetValue(e.Id, out int readBits) && readBits <= bits,
            ExprOp.And => Fits(a, bits) || Fits(b, bits),
            ExprOp.Or or ExprOp.Xor => Fits(a, bits) && Fits(b, bits),
            ExprOp.ShiftRight => Fits(a, bits) || (builder.Pool.TryGetConstant(b, out ulong by) && by < FullWidth && Fits(a, Math.Min(FullWidth, bits + (int)by))),
            ExprOp.Equal or ExprOp.LessSigned or ExprOp.LessUnsigned => bits >= 1,
            _ => bits >= FullWidth,
        };
    }
}
