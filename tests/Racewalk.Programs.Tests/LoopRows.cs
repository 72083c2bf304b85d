namespace Racewalk.Programs.Tests;

/// <summary>A loop whose condition is a flag branches at every turn; a loop over plain numbers does not.</summary>
internal static class LoopRows
{
    internal static IReadOnlyList<DependencyRow> All { get; } =
    [
        new("while", [0, 0, 1], cpu =>
        {
            while (cpu.Load(1) != 1)
            {
            }

            cpu.Store(7, 1);
        }, ["Read 1", "Read 1 ctrl 0", "Read 1 ctrl 0,1", "Write 7 ctrl 0,1,2", "End ctrl 0,1,2"]),
        new("do while", [0, 1], cpu =>
        {
            Word seen;
            do
            {
                seen = cpu.Load(1);
            }
            while (seen == 0);
            cpu.Store(7, seen);
        }, ["Read 1", "Read 1 ctrl 0", "Write 7 data 1 ctrl 0,1", "End ctrl 0,1"]),
        new("for over a number", [3], cpu =>
        {
            Word x = cpu.Load(1);
            for (int i = 7; i < 9; i++)
            {
                cpu.Store(i, x);
            }
        }, ["Read 1", "Write 7 data 0", "Write 8 data 0", "End"]),
        new("for over a word", [2], cpu =>
        {
            Word end = cpu.Load(1);
            for (Word i = 0; i < end; i += 1)
            {
                cpu.Store(7 + i, i);
            }
        }, ["Read 1", "Write 7 ctrl 0", "Write 8 ctrl 0", "End ctrl 0"]),
        new("foreach over words", [3, 4], cpu =>
        {
            foreach (Word x in new[] { cpu.Load(1), cpu.Load(2) })
            {
                cpu.Store(7, x);
            }
        }, ["Read 1", "Read 2", "Write 7 data 0", "Write 7 data 1", "End"]),
        new("break and continue", [1, 2, 0], cpu =>
        {
            while (true)
            {
                Word x = cpu.Load(1);
                if (x == 1)
                {
                    continue;
                }

                if (x == 0)
                {
                    break;
                }

                cpu.Store(7, 1);
            }
        }, ["Read 1", "Read 1 ctrl 0", "Write 7 ctrl 0,1", "Read 1 ctrl 0,1", "End ctrl 0,1,2"]),
        new("accumulation over turns", [1, 2], cpu =>
        {
            Word sum = 0;
            for (int i = 1; i <= 2; i++)
            {
                sum += cpu.Load(i);
            }

            cpu.Store(7, sum);
        }, ["Read 1", "Read 2", "Write 7 data 0,1", "End"]),
        new("loop head", [0, 1], cpu =>
        {
            while (true)
            {
                cpu.LoopHead("spin");
                if (cpu.Load(1) == 1)
                {
                    break;
                }
            }
        }, ["LoopHead", "Read 1", "LoopHead ctrl 0", "Read 1 ctrl 0", "End ctrl 0,1"]),
    ];
}
