using System.Collections.Immutable;
using Racewalk.Programs;

namespace Racewalk.Oracle.Language;

/// <summary>What every <see cref="TestProgram"/> must keep to, so that it has a meaning and ends.</summary>
public static class ProgramRules
{
    /// <summary>Throws if the program breaks a rule.</summary>
    /// <param name="program">The program.</param>
    /// <exception cref="ArgumentException">A register, location, thread or handler does not exist, or handlers may send each other for
    /// ever.</exception>
    public static void Check(TestProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        foreach (ImmutableArray<Instruction> thread in program.Threads)
        {
            Check(program, thread, -1);
        }

        for (int handler = 0; handler < program.Handlers.Length; handler++)
        {
            Check(program, program.Handlers[handler], handler);
        }
    }

    /// <summary>Whether any instruction of the program, executed or not, sends an interrupt.</summary>
    /// <param name="program">The program.</param>
    public static bool ContainsSend(TestProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        return program.Threads.Any(ContainsSend) || program.Handlers.Any(ContainsSend);
    }

    private static bool ContainsSend(ImmutableArray<Instruction> body) => body.Any(instruction => instruction switch
    {
        Send => true,
        If branch => ContainsSend(branch.Then) || ContainsSend(branch.Else),
        _ => false,
    });

    private static void Check(TestProgram program, ImmutableArray<Instruction> body, int handler)
    {
        foreach (Instruction instruction in body)
        {
            bool good = instruction switch
            {
                Load i => Known(i.Register) && Known(program, i.Location),
                Store i => Known(program, i.Location) && Known(i.Value),
                Rmw i => Known(i.Register) && Known(program, i.Location) && Known(i.Operand) && Known(i.Comparand),
                Await i => Known(i.Register) && Known(program, i.Location) && i.Condition != AwaitKind.None,
                AwaitRmw i => Known(i.Register) && Known(program, i.Location) && Known(i.Operand) && i.Condition != AwaitKind.None
                    && i.Kind is not (RmwKind.CompareExchange or RmwKind.AddUnless),
                Choose i => Known(i.Register) && i.Alternatives > 0,
                Assume i => Known(i.Condition),
                If i => Known(i.Condition),
                Send i => i.Target >= 0 && i.Target < program.Threads.Length && i.Handler > handler && i.Handler < program.Handlers.Length,
                _ => true,
            };
            if (!good)
            {
                throw new ArgumentException($"not a program: {ProgramPrinter.Print(instruction)}", nameof(program));
            }

            if (instruction is If branch)
            {
                Check(program, branch.Then, handler);
                Check(program, branch.Else, handler);
            }
        }
    }

    private static bool Known(int register) => register is >= 0 and < TestProgram.RegisterCount;

    private static bool Known(ValueExpression value) => !value.UsesRegister || Known(value.Register);

    private static bool Known(Condition condition) => Known(condition.Left) && Known(condition.Right);

    private static bool Known(TestProgram program, LocationExpression location)
    {
        int last = location.Location + (location.Shape == LocationShape.Indexed ? 1 : 0);
        return location.Location >= 0 && last < program.Initial.Length && (!location.UsesRegister || Known(location.Register));
    }
}
