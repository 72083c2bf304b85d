using System.Collections.Immutable;
using Racewalk.Oracle.Language;
using Racewalk.Programs;

namespace Racewalk.Oracle;

/// <summary>Runs a <see cref="TestProgram"/> on <see cref="ThreadContext"/>, so that an explorer can explore it.</summary>
public static class ProgramRunner
{
    /// <summary>The program as the explorer takes it.</summary>
    /// <param name="program">The program.</param>
    public static CheckedProgram ToChecked(TestProgram program)
    {
        ProgramRules.Check(program);
        var initial = new Dictionary<ulong, ulong>();
        for (int location = 0; location < program.Initial.Length; location++)
        {
            initial[TestProgram.Address(location)] = program.Initial[location];
        }

        // Threads that share their code share the body, so that the explorer sees that they are identical.
        var bodies = new Dictionary<ImmutableArray<Instruction>, ThreadBody>();
        foreach (ImmutableArray<Instruction> code in program.Threads)
        {
            bodies.TryAdd(code, Body(code));
        }

        return new CheckedProgram
        {
            Name = program.Name,
            Threads = [.. program.Threads.Select(code => bodies[code])],
            Handlers = [.. program.Handlers.Select(Body)],
            Initial = initial,
            LocationName = address => ProgramPrinter.LocationName((int)(address / 0x1000) - 1),
        };
    }

    private static ThreadBody Body(ImmutableArray<Instruction> body) => context =>
    {
        var registers = new Word[TestProgram.RegisterCount];
        Run(context, registers, body);
    };

    private static void Run(ThreadContext context, Word[] registers, ImmutableArray<Instruction> body)
    {
        foreach (Instruction instruction in body)
        {
            switch (instruction)
            {
                case Load i:
                    context.ChecksFreedMemory = i.Use != MemoryUse.Unchecked;
                    registers[i.Register] = context.Load(Address(registers, i.Location), i.Access);
                    break;
                case Store i:
                    context.Store(Address(registers, i.Location), Value(registers, i.Value), i.Access);
                    break;
                case Rmw i:
                    context.ChecksFreedMemory = i.Use != MemoryUse.Unchecked;
                    registers[i.Register] = context.Rmw(
                        i.Kind, Address(registers, i.Location), Value(registers, i.Operand), Value(registers, i.Comparand), i.Access, i.Use);
                    break;
                case Await i:
                    context.ChecksFreedMemory = i.Use != MemoryUse.Unchecked;
                    registers[i.Register] = context.Await(Address(registers, i.Location), i.Condition, i.Operand, i.Access);
                    break;
                case AwaitRmw i:
                    context.ChecksFreedMemory = false;
                    registers[i.Register] = context.AwaitRmw(
                        i.Kind, Address(registers, i.Location), Value(registers, i.Operand), i.Condition, i.Awaited, i.Access);
                    break;
                case Fence i:
                    context.Fence(i.Kind);
                    break;
                case Choose i:
                    registers[i.Register] = context.Choose(i.Alternatives);
                    break;
                case Assume i:
                    context.Assume(Holds(registers, i.Condition));
                    break;
                case If i:
                    if (Holds(registers, i.Condition))
                    {
                        Run(context, registers, i.Then);
                    }
                    else
                    {
                        Run(context, registers, i.Else);
                    }

                    break;
                case Send i:
                    context.Send(i.Target, i.Handler);
                    break;
                case Poll i:
                    context.Poll(i.Handlers);
                    break;
                default:
                    throw new NotSupportedException(instruction.GetType().Name);
            }
        }
    }

    private static Word Address(Word[] registers, LocationExpression location)
    {
        Word address = TestProgram.Address(location.Location);
        Word register = registers[location.Register];
        return location.Shape switch
        {
            LocationShape.Indexed => address + ((register & 1) * 0x1000),
            LocationShape.FalseDependency => address + (register ^ register),
            _ => address,
        };
    }

    private static Word Value(Word[] registers, ValueExpression value)
    {
        Word register = registers[value.Register];
        return value.Shape switch
        {
            ValueShape.Register => register,
            ValueShape.RegisterPlus => register + value.Number,
            ValueShape.XorSelf => register ^ register,
            ValueShape.TimesZero => (register * 0) + value.Number,
            _ => value.Number,
        };
    }

    private static Flag Holds(Word[] registers, Condition condition)
    {
        Word left = Value(registers, condition.Left);
        Word right = Value(registers, condition.Right);
        return condition.Equal ? left == right : left != right;
    }
}
