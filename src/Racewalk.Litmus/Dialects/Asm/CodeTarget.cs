namespace Racewalk.Litmus.Dialects.Asm;

/// <summary>Where a branch goes: a label, or a distance from the branch itself (<c>.+8</c>).</summary>
/// <param name="Offset">Where it stands in the file.</param>
/// <param name="Label">The label; null for a distance.</param>
/// <param name="Distance">The distance in instructions.</param>
internal readonly record struct CodeTarget(int Offset, string? Label, int Distance)
{
    /// <summary>As diagnostics call it.</summary>
    public override string ToString() => Label ?? FormattableString.Invariant($".{(Distance < 0 ? "-" : "+")}{4 * Math.Abs(Distance)}");
}
