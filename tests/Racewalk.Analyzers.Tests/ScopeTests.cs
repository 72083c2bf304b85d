using Microsoft.CodeAnalysis;

namespace Racewalk.Analyzers.Tests;

/// <summary>What is checked code and what is not.</summary>
public sealed class ScopeTests
{
    [Fact]
    public Task Unmarked_code_is_free() => Guarded.Check("""
        public static class Plain
        {
            public static int Count;
            public static ulong Peek(Word word) { Count++; return word.Bits + (ulong)Environment.ProcessorCount; }
        }
        """);

    [Fact]
    public Task A_marked_class_covers_members_accessors_initialisers_and_nested_types() => Guarded.Check("""
        [CheckedCode]
        public sealed class Marked
        {
            private readonly int _cores = Environment.ProcessorCount; // RW0004
            public Marked() => Console.WriteLine(); // RW0004
            public int Cores => Environment.ProcessorCount + _cores; // RW0004
            public ulong this[Word word] { get { return word.Bits; } } // RW0003
            public static ulong operator +(Marked marked, Word word) => word.Bits; // RW0003
            private static class Nested { public static ulong Peek(Word word) => word.Bits; } // RW0003
        }
        public static class Beside { public static ulong Peek(Word word) => word.Bits; }
        """);

    [Fact]
    public Task A_marked_struct_is_checked() => Guarded.Check("""
        [CheckedCode]
        public readonly struct Pte(Word word)
        {
            public ulong Raw => word.Bits; // RW0003
        }
        """);

    [Fact]
    public Task A_marked_method_is_checked_and_its_neighbour_is_not() => Guarded.Check("""
        public static class Mixed
        {
            [CheckedCode] public static ulong Checked(Word word) => word.Bits; // RW0003
            public static ulong Free(Word word) => word.Bits;
            public static ulong Property { [CheckedCode] get => ((Word)1).Bits; } // RW0003
        }
        """);

    [Fact]
    public Task A_marked_lambda_or_local_function_is_checked_inside_free_code() => Guarded.Check("""
        public static class Mixed
        {
            public static ulong Free(Word word)
            {
                ThreadBody body = [CheckedCode] (cpu) => { ulong u = cpu.Load(1).Bits; }; // RW0003
                ThreadBody free = cpu => { ulong u = cpu.Load(1).Bits; };
                [CheckedCode] static ulong Local(Word w)
                {
                    Func<ulong> inner = [CheckedCode] () => w.Bits; // RW0003
                    return inner() + w.Bits; // RW0003
                }
                return Local(word) + word.Bits;
            }
        }
        """);

    [Fact]
    public Task Functions_inside_checked_code_are_checked() => Guarded.Check("""
        public static class Mixed
        {
            [CheckedCode] public static ThreadBody Checked()
            {
                ulong Local(Word w) => w.Bits; // RW0003
                return cpu =>
                {
                    Func<Word, ulong> f = w => w.Bits; // RW0003
                    f(Local(cpu.Load(1)));
                };
            }
        }
        """);

    [Fact]
    public Task A_marked_assembly_is_checked_throughout() => Guarded.Check("""
        [assembly: CheckedCode]
        namespace Anywhere { public static class C { public static ulong Peek(Word word) => word.Bits; } } // RW0003
        """);

    [Fact]
    public Task Marks_are_not_inherited() => Guarded.Check("""
        [CheckedCode] public abstract class Base { public abstract ulong Peek(Word word); }
        public sealed class Derived : Base { public override ulong Peek(Word word) => word.Bits; }
        """);

    [Fact]
    public Task What_nameof_names_is_not_touched() => Guarded.CheckBody("", "_ = nameof(Word.Bits) + nameof(DateTime.Now) + nameof(string.Empty);");

    [Fact]
    public async Task Rules_cannot_be_switched_off()
    {
        System.Collections.Immutable.ImmutableArray<Diagnostic> found = await Guarded.Analyze("""
            #pragma warning disable RW0003
            [CheckedCode] public static class Marked { public static ulong Peek(Word word) => word.Bits; }
            """);

        Diagnostic only = Assert.Single(found);
        Assert.False(only.IsSuppressed);
        Assert.Equal(DiagnosticSeverity.Error, only.Severity);
    }
}
