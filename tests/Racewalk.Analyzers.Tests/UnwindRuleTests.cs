using Microsoft.CodeAnalysis;

namespace Racewalk.Analyzers.Tests;

/// <summary>RW0001.</summary>
public sealed class UnwindRuleTests
{
    [Theory]
    [InlineData("try { cpu.Load(1); } catch (InvalidOperationException) { }")]
    [InlineData("try { cpu.Load(1); } finally { }")]
    [InlineData("try { } finally { cpu.Store(1, 2); }")]
    [InlineData("try { } catch (Exception) when (cpu.Choose(2) == 1) { }")]
    [InlineData("try { if (flag) { while (flag) { Helper(cpu); } } } finally { }")]
    [InlineData("try { Action a = () => cpu.Load(1); } finally { }")]
    [InlineData("Action a = () => cpu.Load(1); try { a(); } finally { }")]
    [InlineData("Word Local() => 1; try { Local(); } finally { }")]
    [InlineData("try { Extensions.Frob(cpu); } finally { } } } static class Extensions { public static void Frob(ThreadContext cpu) {")]
    [InlineData("lock (new object()) { cpu.Load(1); }")]
    [InlineData("using (new Unguarded()) { cpu.Load(1); }")]
    [InlineData("using (var g = new Unguarded()) { cpu.Load(1); }")]
    [InlineData("using var g = new Unguarded(); if (flag) { cpu.Load(1); }")]
    [InlineData("using IDisposable g = new IrqGuard(); cpu.Load(1);")]
    [InlineData("var c = new Cpu(); try { c.ReadOnce(1); } finally { }")]
    [InlineData("try { _ = new Pair(1); } finally { } } record struct Pair(int A); static void M(int x) {")]
    public Task Complains(string statements) => Guarded.CheckBody("RW0001", statements);

    [Theory]
    [InlineData("try { int.Parse(\"1\", null); } catch (FormatException) { } cpu.Load(1);")]
    [InlineData("cpu.Load(1); lock (new object()) { }")]
    [InlineData("using (new IrqGuard()) { cpu.Load(1); }")]
    [InlineData("using var g = new IrqGuard(); cpu.Load(1);")]
    [InlineData("using (IrqGuard g = new(), h = new()) { cpu.Load(1); }")]
    [InlineData("cpu.Load(1); { using var g = new Unguarded(); } cpu.Load(2);")]
    [InlineData("cpu.Load(1); using var g = new Unguarded();")]
    [InlineData("foreach (int i in new List<int> { 1 }) { cpu.Load(i); }")]
    public Task Allows(string statements) => Guarded.CheckBody("", statements);

    [Fact]
    public Task Complains_about_each_of_nested_constructs() => Guarded.Check("""
        [CheckedCode]
        public static class Sample
        {
            public static void Body(ThreadContext cpu)
            {
                try // RW0001
                {
                    using (new IrqGuard())
                    {
                        lock (cpu) // RW0001
                        {
                            cpu.Load(1);
                        }
                    }
                }
                finally
                {
                }
            }
        }
        """);

    [Fact]
    public async Task Checked_code_of_another_assembly_counts()
    {
        MetadataReference library = Guarded.Compile("""
            [assembly: CheckedCode]
            namespace Library { public static class L { public static Word Walk() => 1; } }
            """).ToMetadataReference();
        var found = await Guarded.Analyze(
            "static class S { [CheckedCode] static void M() { try { Library.L.Walk(); } finally { } } }", library);

        Assert.Equal(
            "'try' surrounds the call of 'L.Walk', which is checked code: a blocked thread unwinds through it; " +
            "only 'using' of a [CheckedGuard] type may surround operations and checked code",
            Assert.Single(found).GetMessage(null));
    }
}
