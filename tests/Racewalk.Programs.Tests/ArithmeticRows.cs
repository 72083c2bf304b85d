namespace Racewalk.Programs.Tests;

/// <summary>Arithmetic, shifts and comparisons unite the dependencies of their operands; none of them branches.</summary>
internal static class ArithmeticRows
{
    internal static IReadOnlyList<DependencyRow> All { get; } =
    [
        Binary("+", (a, b) => a + b),
        Binary("-", (a, b) => a - b),
        Binary("*", (a, b) => a * b),
        Binary("/", (a, b) => a / b),
        Binary("%", (a, b) => a % b),
        Binary("&", (a, b) => a & b),
        Binary("|", (a, b) => a | b),
        Binary("^", (a, b) => a ^ b),
        Unary("~", a => ~a),
        Unary("<<", a => a << 3),
        Unary(">>", a => a >> 3),
        Unary("+ constant", a => a + 1),
        Unary("* 0", a => a * 0),
        Unary("& 0", a => a & 0),
        Compare("==", (a, b) => a == b),
        Compare("!=", (a, b) => a != b),
        Compare("<", (a, b) => a < b),
        Compare(">", (a, b) => a > b),
        Compare("<=", (a, b) => a <= b),
        Compare(">=", (a, b) => a >= b),
        new("compound assignment", [3, 4], cpu =>
        {
            Word x = cpu.Load(1);
            x |= cpu.Load(2);
            x <<= 2;
            cpu.Store(7, x);
        }, ["Read 1", "Read 2", "Write 7 data 0,1", "End"]),
        new("xor, a false data dependency", [3], cpu =>
        {
            Word x = cpu.Load(1);
            cpu.Store(7, (x ^ x) + 1);
        }, ["Read 1", "Write 7 data 0", "End"]),
        new("xor, a false address dependency", [3], cpu =>
        {
            Word x = cpu.Load(1);
            cpu.Store(7, cpu.Load(2 + (x ^ x)));
        }, ["Read 1", "Read 2 addr 0", "Write 7 data 1", "End"]),
        new("xor, a false control dependency", [3], cpu =>
        {
            Word x = cpu.Load(1);
            if ((x ^ x) == 0)
            {
                cpu.Store(7, 1);
            }
        }, ["Read 1", "Write 7 ctrl 0", "End ctrl 0"]),
        new("a value depends on the newest read, not on what that read's address came from", [2, 7], cpu =>
        {
            Word pointer = cpu.Load(1);
            Word place = cpu.Load(pointer);
            cpu.Store(place, pointer);
        }, ["Read 1", "Read 2 addr 0", "Write 7 addr 1 data 0", "End"]),
    ];

    private static DependencyRow Binary(string name, Func<Word, Word, Word> apply) =>
        new($"word {name} word", [3, 4], cpu => cpu.Store(7, apply(cpu.Load(1), cpu.Load(2))), ["Read 1", "Read 2", "Write 7 data 0,1", "End"]);

    private static DependencyRow Unary(string name, Func<Word, Word> apply) =>
        new($"word {name}", [3], cpu => cpu.Store(7, apply(cpu.Load(1))), ["Read 1", "Write 7 data 0", "End"]);

    private static DependencyRow Compare(string name, Func<Word, Word, Flag> apply) => new($"word {name} word, as a flag", [3, 4], cpu =>
    {
        Flag flag = apply(cpu.Load(1), cpu.Load(2));
        cpu.Store(7, 1);
        cpu.Store(8, Word.Select(flag, 1, 0));
    }, ["Read 1", "Read 2", "Write 7", "Write 8 data 0,1", "End"]);
}
