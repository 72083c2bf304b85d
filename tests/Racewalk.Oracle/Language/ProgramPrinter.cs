using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Racewalk.Executions;
using Racewalk.Programs;

namespace Racewalk.Oracle.Language;

/// <summary>Programs as text for people: one instruction a line, threads one after the other.</summary>
public static class ProgramPrinter
{
    private const string Names = "xyzwvuts";

    /// <summary>The name of a location.</summary>
    /// <param name="location">Its number.</param>
    public static string LocationName(int location) =>
        location < Names.Length ? Names[location].ToString() : "l" + location.ToString(CultureInfo.InvariantCulture);

    /// <summary>A whole program.</summary>
    /// <param name="program">The program.</param>
    public static string Print(TestProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        var text = new StringBuilder();
        text.Append(program.Name).Append(" {");
        for (int location = 0; location < program.Initial.Length; location++)
        {
            text.Append(' ').Append(LocationName(location)).Append('=').Append(Number(program.Initial[location])).Append(';');
        }

        text.Append(" }\n");
        Bodies(text, "P", program.Threads);
        Bodies(text, "handler ", program.Handlers);
        return text.ToString();
    }

    /// <summary>One instruction; a branch takes several lines.</summary>
    /// <param name="instruction">The instruction.</param>
    public static string Print(Instruction instruction)
    {
        var text = new StringBuilder();
        Line(text, instruction, "");
        return text.ToString().TrimEnd('\n');
    }

    private static void Bodies(StringBuilder text, string title, ImmutableArray<ImmutableArray<Instruction>> bodies)
    {
        for (int i = 0; i < bodies.Length; i++)
        {
            text.Append(title).Append(i.ToString(CultureInfo.InvariantCulture)).Append(":\n");
            Body(text, bodies[i], "  ");
        }
    }

    private static void Body(StringBuilder text, ImmutableArray<Instruction> body, string indent)
    {
        foreach (Instruction instruction in body)
        {
            Line(text, instruction, indent);
        }
    }

    private static void Line(StringBuilder text, Instruction instruction, string indent)
    {
        text.Append(indent);
        if (instruction is If branch)
        {
            text.Append("if (").Append(Text(branch.Condition)).Append(") {\n");
            Body(text, branch.Then, indent + "  ");
            if (!branch.Else.IsEmpty)
            {
                text.Append(indent).Append("} else {\n");
                Body(text, branch.Else, indent + "  ");
            }

            text.Append(indent).Append("}\n");
            return;
        }

        text.Append(instruction switch
        {
            Load i => $"r{i.Register} = {Text(i.Location)}{Text(i.Access)}{Text(i.Use)}",
            Store i => $"{Text(i.Location)} = {Text(i.Value)}{Text(i.Access)}",
            Rmw { Kind: RmwKind.CompareExchange or RmwKind.AddUnless } i =>
                $"r{i.Register} = {i.Kind}({Text(i.Location)}, {Text(i.Comparand)}, {Text(i.Operand)}){Text(i.Access)}{Text(i.Use)}",
            Rmw i => $"r{i.Register} = {i.Kind}({Text(i.Location)}, {Text(i.Operand)}){Text(i.Access)}{Text(i.Use)}",
            Await i => $"r{i.Register} = await({Text(i.Location)} {Sign(i.Condition)} {Number(i.Operand)}){Text(i.Access)}{Text(i.Use)}",
            AwaitRmw i => $"r{i.Register} = await{i.Kind}({Text(i.Location)} {Sign(i.Condition)} {Number(i.Awaited)}, "
                + $"{Text(i.Operand)}){Text(i.Access)}",
            Fence i => $"fence {i.Kind}",
            Choose i => $"r{i.Register} = choose({i.Alternatives})",
            Assume i => $"assume({Text(i.Condition)})",
            Send i => $"send P{i.Target} handler {i.Handler}",
            Poll i => i.Handlers == 0 ? "poll" : $"poll mask {i.Handlers:x}",
            _ => instruction.ToString(),
        });
        text.Append('\n');
    }

    private static string Text(LocationExpression location) => location.Shape switch
    {
        LocationShape.Indexed => $"*(&{LocationName(location.Location)} + (r{location.Register} & 1))",
        LocationShape.FalseDependency => $"*(&{LocationName(location.Location)} + (r{location.Register} ^ r{location.Register}))",
        _ => LocationName(location.Location),
    };

    private static string Text(ValueExpression value) => value.Shape switch
    {
        ValueShape.Register => $"r{value.Register}",
        ValueShape.RegisterPlus => $"r{value.Register} + {Number(value.Number)}",
        ValueShape.XorSelf => $"(r{value.Register} ^ r{value.Register})",
        ValueShape.TimesZero => $"r{value.Register} * 0 + {Number(value.Number)}",
        _ => Number(value.Number),
    };

    private static string Text(Condition condition) => $"{Text(condition.Left)} {(condition.Equal ? "==" : "!=")} {Text(condition.Right)}";

    private static string Text(Access access) => access == Access.None ? "" : $" [{access}]";

    private static string Text(MemoryUse use) => use == MemoryUse.Unchecked ? "" : $" of memory to {use}";

    private static string Sign(AwaitKind condition) => condition == AwaitKind.Equal ? "==" : "!=";

    private static string Number(ulong number) => number == FreedMemory.Pattern ? "freed" : number.ToString(CultureInfo.InvariantCulture);
}
