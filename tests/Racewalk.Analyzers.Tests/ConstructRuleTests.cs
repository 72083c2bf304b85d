namespace Racewalk.Analyzers.Tests;

/// <summary>RW0006.</summary>
public sealed class ConstructRuleTests
{
    [Theory]
    [InlineData("again: if (flag) { goto again; }")]
    [InlineData("switch (cpu.Thread) { case 1: goto case 2; case 2: break; }")]
    [InlineData("switch (cpu.Thread) { case 1: goto default; default: break; }")]
    [InlineData("unsafe { int y = 0; int* p = &y; *p = 1; }")]
    [InlineData("unsafe void Local(int* p) { }")]
    [InlineData("IEnumerable<int> Local() { yield return 1; }")]
    [InlineData("IEnumerable<int> Local() { yield break; }")]
    [InlineData("ulong y = System.Runtime.CompilerServices.Unsafe.As<int, ulong>(ref System.Runtime.CompilerServices.Unsafe.NullRef<int>());",
        "RW0006 RW0006")]
    [InlineData("_ = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(new List<int>());")]
    public Task Complains(string statements, string rules = "RW0006") => Guarded.CheckBody(rules, statements);

    [Theory]
    [InlineData("while (flag) { if (flag) { continue; } break; }")]
    [InlineData("switch (cpu.Thread) { case 1: case 2: break; default: return; }")]
    [InlineData("Span<int> y = stackalloc int[4]; y[0] = 1;")]
    [InlineData("foreach (int i in new int[] { 1 }) { return; }")]
    public Task Allows(string statements) => Guarded.CheckBody("", statements);

    [Fact]
    public Task Complains_about_suspension() => Guarded.Check("""
        [CheckedCode]
        public static class Sample
        {
            public static async ValueTask Method(ValueTask task) // RW0006
            {
                await task; // RW0006
                Func<ValueTask, ValueTask> lambda = async t => // RW0006
                    await t; // RW0006
                async ValueTask Local() // RW0006
                {
                    await foreach (int i in Numbers(null!)) // RW0006
                    {
                    }
                    await using IAsyncDisposable d = null!; // RW0006
                }
            }
            public static IAsyncEnumerable<int> Numbers(IAsyncEnumerable<int> numbers) => numbers;
            public static IEnumerable<int> Iterator()
            {
                yield return 1; // RW0006
            }
        }
        """);

    [Fact]
    public Task Complains_about_unsafe_declarations_once() => Guarded.Check("""
        [CheckedCode]
        public static class Sample
        {
            private static unsafe void Method(int* p) => *p = 1; // RW0006
            private unsafe struct Raw // RW0006
            {
                private fixed byte _bytes[4];
            }
            private struct Field
            {
                private unsafe int* _p, _q; // RW0006
            }
            private unsafe sealed class Primary(int n) // RW0006
            {
                public unsafe int N => n; // RW0006
            }
        }
        public static class Free { public static unsafe void Method(int* p) => *p = 1; }
        """);
}
