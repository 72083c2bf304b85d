namespace Racewalk.Programs.Tests;

/// <summary>Values keep their dependencies wherever C# carries them, and branches count for the whole context, not for a function.</summary>
internal static class FlowRows
{
    internal static IReadOnlyList<DependencyRow> All { get; } =
    [
        new("local function", [3], cpu =>
        {
            Word x = cpu.Load(1);
            Store(x + 1);

            void Store(Word value) => cpu.Store(7, value + x);
        }, ["Read 1", "Write 7 data 0", "End"]),
        new("local function that branches", [1], cpu =>
        {
            Check(cpu.Load(1));
            cpu.Store(7, 1);

            static Word Check(Word value) => value == 1 ? 1 : 0;
        }, ["Read 1", "Write 7 ctrl 0", "End ctrl 0"]),
        new("lambda", [3], cpu =>
        {
            Word x = cpu.Load(1);
            Func<Word, Word> add = y => x + y;
            cpu.Store(7, add(cpu.Load(2)));
        }, ["Read 1", "Read 2", "Write 7 data 0,1", "End"]),
        new("lambda that branches", [1], cpu =>
        {
            Func<Word, bool> isOne = y =>
            {
                if (y == 1)
                {
                    return true;
                }

                return false;
            };
            if (isOne(cpu.Load(1)))
            {
                cpu.Store(7, 1);
            }
        }, ["Read 1", "Write 7 ctrl 0", "End ctrl 0"]),
        new("function return", [3], cpu => cpu.Store(7, Twice(cpu.Load(1))), ["Read 1", "Write 7 data 0", "End"]),
        new("early return", [1], cpu =>
        {
            if (cpu.Load(1) == 1)
            {
                return;
            }

            cpu.Store(7, 1);
        }, ["Read 1", "End ctrl 0"]),
        new("recursion", [3], cpu => cpu.Store(7, Power(cpu.Load(1), 3)), ["Read 1", "Write 7 data 0", "End"]),
        new("ref and out", [3, 4], cpu =>
        {
            Word sum = cpu.Load(1);
            AddTo(ref sum, cpu.Load(2), out Word before);
            cpu.Store(7, sum);
            cpu.Store(8, before);
        }, ["Read 1", "Read 2", "Write 7 data 0,1", "Write 8 data 0", "End"]),
        new("struct copy", [3, 4], cpu =>
        {
            var pair = new Pair(cpu.Load(1), cpu.Load(2));
            Pair copy = pair;
            copy.Low = 0;
            cpu.Store(7, pair.Low);
            cpu.Store(8, copy.Low);
            cpu.Store(9, copy.High);
        }, ["Read 1", "Read 2", "Write 7 data 0", "Write 8", "Write 9 data 1", "End"]),
        new("with", [3, 4], cpu =>
        {
            var pair = new Pair(cpu.Load(1), cpu.Load(2));
            Pair swapped = pair with { Low = pair.High };
            cpu.Store(7, swapped.Low);
        }, ["Read 1", "Read 2", "Write 7 data 1", "End"]),
        new("object field and array element", [3, 4], cpu =>
        {
            var box = new Box { Value = cpu.Load(1) };
            Word[] words = [cpu.Load(2), 5];
            cpu.Store(7, box.Value);
            cpu.Store(8, words[0]);
            cpu.Store(9, words[1]);
        }, ["Read 1", "Read 2", "Write 7 data 0", "Write 8 data 1", "Write 9", "End"]),
        new("tuple and deconstruction", [3, 4], cpu =>
        {
            (Word Low, Word High) pair = (cpu.Load(1), cpu.Load(2));
            (Word a, Word b) = pair;
            (a, b) = (b, a);
            cpu.Store(7, a);
            cpu.Store(8, pair.Low);
        }, ["Read 1", "Read 2", "Write 7 data 1", "Write 8 data 0", "End"]),
        new("tuple comparison branches part by part", [3, 4], cpu =>
        {
            (Word, Word) pair = (cpu.Load(1), cpu.Load(2));
            if (pair == ((Word)0, (Word)4))
            {
                cpu.Store(7, 1);
            }

            cpu.Store(8, 1);
        }, ["Read 1", "Read 2", "Write 8 ctrl 0", "End ctrl 0"]),
        new("nullable", [3], cpu =>
        {
            Word? x = null;
            x ??= cpu.Load(1);
            cpu.Store(7, x ?? 0);
        }, ["Read 1", "Write 7 data 0", "End"]),
        new("constants depend on nothing", [3], cpu =>
        {
            cpu.Load(1);
            cpu.Store(7, 5UL);
            cpu.Store(8, -1);
        }, ["Read 1", "Write 7", "Write 8", "End"]),
        new("overwriting a local drops its dependencies", [3], cpu =>
        {
            Word x = cpu.Load(1);
            x = 5;
            cpu.Store(7, x);
        }, ["Read 1", "Write 7", "End"]),
    ];

    private static Word Twice(Word value) => value + value;

    private static Word Power(Word value, int exponent) => exponent == 0 ? 1 : value * Power(value, exponent - 1);

    private static void AddTo(ref Word sum, Word value, out Word before)
    {
        before = sum;
        sum += value;
    }

    private record struct Pair(Word Low, Word High);

    private sealed class Box
    {
        public Word Value { get; init; }
    }
}
