namespace Racewalk.Programs.Tests;

/// <summary>Branches record control, from the branch to the end of the context, on both sides and after the join.</summary>
internal static class BranchRows
{
    internal static IReadOnlyList<DependencyRow> All { get; } =
    [
        new("if, taken", [1], cpu =>
        {
            if (cpu.Load(1) == 1)
            {
                cpu.Store(7, 1);
            }

            cpu.Store(8, 1);
        }, ["Read 1", "Write 7 ctrl 0", "Write 8 ctrl 0", "End ctrl 0"]),
        new("if, not taken", [0], cpu =>
        {
            if (cpu.Load(1) == 1)
            {
                cpu.Store(7, 1);
            }

            cpu.Store(8, 1);
        }, ["Read 1", "Write 8 ctrl 0", "End ctrl 0"]),
        new("else", [0], cpu =>
        {
            if (cpu.Load(1) == 1)
            {
                cpu.Store(7, 1);
            }
            else
            {
                cpu.Store(8, 1);
            }
        }, ["Read 1", "Write 8 ctrl 0", "End ctrl 0"]),
        new("no branch on a plain bool", [1], cpu =>
        {
            cpu.Load(1);
            if (cpu.Thread == 0)
            {
                cpu.Store(7, 1);
            }
        }, ["Read 1", "Write 7", "End"]),
        new("&&, both", [1, 1], cpu =>
        {
            if (cpu.Load(1) == 1 && cpu.Load(2) == 1)
            {
                cpu.Store(7, 1);
            }
        }, ["Read 1", "Read 2 ctrl 0", "Write 7 ctrl 0,1", "End ctrl 0,1"]),
        new("&&, cut short", [0], cpu =>
        {
            if (cpu.Load(1) == 1 && cpu.Load(2) == 1)
            {
                cpu.Store(7, 1);
            }

            cpu.Store(8, 1);
        }, ["Read 1", "Write 8 ctrl 0", "End ctrl 0"]),
        new("||, both", [0, 1], cpu =>
        {
            if (cpu.Load(1) == 1 || cpu.Load(2) == 1)
            {
                cpu.Store(7, 1);
            }
        }, ["Read 1", "Read 2 ctrl 0", "Write 7 ctrl 0,1", "End ctrl 0,1"]),
        new("||, cut short", [1], cpu =>
        {
            if (cpu.Load(1) == 1 || cpu.Load(2) == 1)
            {
                cpu.Store(7, 1);
            }
        }, ["Read 1", "Write 7 ctrl 0", "End ctrl 0"]),
        new("&& as a value branches on its left side only", [1, 1], cpu =>
        {
            Flag both = cpu.Load(1) == 1 && cpu.Load(2) == 1;
            cpu.Store(7, Word.Select(both, 1, 0));
        }, ["Read 1", "Read 2 ctrl 0", "Write 7 data 0,1 ctrl 0", "End ctrl 0"]),
        new("!, branched on", [0], cpu =>
        {
            if (!(cpu.Load(1) == 1))
            {
                cpu.Store(7, 1);
            }
        }, ["Read 1", "Write 7 ctrl 0", "End ctrl 0"]),
        new("!, & | ^ on flags are no branches", [1, 0, 1], cpu =>
        {
            Flag a = cpu.Load(1) == 1;
            Flag b = cpu.Load(2) == 1;
            Flag c = cpu.Load(3) == 1;
            cpu.Store(7, Word.Select(!a, 1, 0));
            cpu.Store(8, Word.Select(a & b | c, 1, 0));
            cpu.Store(9, Word.Select(b ^ c, 1, 0));
        }, ["Read 1", "Read 2", "Read 3", "Write 7 data 0", "Write 8 data 0,1,2", "Write 9 data 1,2", "End"]),
        new("& branched on depends on both sides", [0, 1], cpu =>
        {
            if (cpu.Load(1) == 1 & cpu.Load(2) == 1)
            {
                cpu.Store(7, 1);
            }
        }, ["Read 1", "Read 2", "End ctrl 0,1"]),
        new("?:", [1], cpu =>
        {
            Word chosen = cpu.Load(1) == 1 ? 5 : 6;
            cpu.Store(7, chosen);
        }, ["Read 1", "Write 7 ctrl 0", "End ctrl 0"]),
        new("?: of values read", [0, 4, 5], cpu =>
        {
            Word flag = cpu.Load(1), a = cpu.Load(2), b = cpu.Load(3);
            cpu.Store(7, flag == 1 ? a : b);
        }, ["Read 1", "Read 2", "Read 3", "Write 7 data 2 ctrl 0", "End ctrl 0"]),
        new("Word.Select is no branch and depends on both values", [0, 4, 5], cpu =>
        {
            Word flag = cpu.Load(1), a = cpu.Load(2), b = cpu.Load(3);
            cpu.Store(7, Word.Select(flag == 1, a, b));
        }, ["Read 1", "Read 2", "Read 3", "Write 7 data 0,1,2", "End"]),
        new("Concretise and switch statement", [1], cpu =>
        {
            switch (cpu.Concretise(cpu.Load(1)))
            {
                case 1:
                    cpu.Store(7, 1);
                    break;
                default:
                    cpu.Store(8, 1);
                    break;
            }
        }, ["Read 1", "Write 7 ctrl 0", "End ctrl 0"]),
        new("Concretise and switch expression", [2], cpu =>
        {
            Word chosen = cpu.Concretise(cpu.Load(1)) switch { 2 => 5, _ => 6 };
            cpu.Store(7, chosen);
        }, ["Read 1", "Write 7 ctrl 0", "End ctrl 0"]),
        new("array indexed by Concretise", [1], cpu =>
        {
            Word[] values = [cpu.Load(1), cpu.Load(2), cpu.Load(3)];
            cpu.Store(7, values[cpu.Concretise(values[0])]);
        }, ["Read 1", "Read 2", "Read 3", "Write 7 data 1 ctrl 0", "End ctrl 0"]),
        new("branches add up", [1, 1], cpu =>
        {
            if (cpu.Load(1) == 1)
            {
                cpu.Store(7, 1);
            }

            if (cpu.Load(2) == 1)
            {
                cpu.Store(8, 1);
            }
        }, ["Read 1", "Write 7 ctrl 0", "Read 2 ctrl 0", "Write 8 ctrl 0,1", "End ctrl 0,1"]),
    ];
}
