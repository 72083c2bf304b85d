namespace Racewalk.Analyzers.Tests;

/// <summary>RW0004.</summary>
public sealed class NondeterminismRuleTests
{
    [Theory]
    [InlineData("_ = DateTime.Now;")]
    [InlineData("_ = DateTime.UtcNow;")]
    [InlineData("_ = DateTime.Today;")]
    [InlineData("_ = DateTimeOffset.UtcNow;")]
    [InlineData("_ = TimeProvider.System;")]
    [InlineData("_ = System.Diagnostics.Stopwatch.GetTimestamp();")]
    [InlineData("_ = new System.Diagnostics.Stopwatch();")]
    [InlineData("_ = Environment.TickCount64;")]
    [InlineData("_ = Environment.GetEnvironmentVariable(\"A\");")]
    [InlineData("Environment.ExitCode = 1;")]
    [InlineData("_ = Environment.NewLine;")]
    [InlineData("_ = new Random(1);")]
    [InlineData("_ = Random.Shared;")]
    [InlineData("_ = Guid.NewGuid();")]
    [InlineData("_ = System.Security.Cryptography.RandomNumberGenerator.GetInt32(2);")]
    [InlineData("Thread.Yield();")]
    [InlineData("_ = Thread.CurrentThread;")]
    [InlineData("Thread.MemoryBarrier();")]
    [InlineData("_ = Task.CompletedTask;")]
    [InlineData("_ = ValueTask.CompletedTask;")]
    [InlineData("int y = 0; Interlocked.Increment(ref y);")]
    [InlineData("int y = 0; Volatile.Write(ref y, 1);")]
    [InlineData("Monitor.Enter(cpu);")]
    [InlineData("Action y = Thread.MemoryBarrier;")]
    [InlineData("_ = new SemaphoreSlim(1);")]
    [InlineData("_ = new ThreadLocal<int>();")]
    [InlineData("_ = System.IO.File.Exists(\"a\");")]
    [InlineData("_ = new System.IO.MemoryStream();")]
    [InlineData("_ = System.IO.Path.DirectorySeparatorChar;")]
    [InlineData("Console.WriteLine();")]
    [InlineData("GC.Collect();")]
    [InlineData("_ = OperatingSystem.IsLinux();")]
    [InlineData("_ = \"a\".GetHashCode();")]
    [InlineData("_ = new object().GetHashCode();")]
    [InlineData("_ = HashCode.Combine(1);")]
    [InlineData("_ = System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(cpu);")]
    public Task Complains(string statements) => Guarded.CheckBody("RW0004", statements);

    [Theory]
    [InlineData("_ = new DateTime(2024, 1, 1).AddDays(1);")]
    [InlineData("_ = TimeSpan.FromSeconds(1); _ = new Guid(); _ = Math.Max(1, 2);")]
    [InlineData("_ = int.Parse(\"1\", null); _ = 1.GetHashCode();")]
    [InlineData("int y = cpu.Choose(2);")]
    public Task Allows(string statements) => Guarded.CheckBody("", statements);

    [Fact]
    public Task Names_of_the_project_s_own_are_free() => Guarded.Check("""
        namespace Racewalk.Mm { public static class Random { public static int Next() => 1; } }
        [CheckedCode] public static class Sample { public static int M() => Racewalk.Mm.Random.Next(); }
        """);

    [Fact]
    public async Task Says_what_is_wrong()
    {
        var found = await Guarded.Analyze("static class S { [CheckedCode] static DateTime M() => DateTime.UtcNow; }");

        Assert.Equal(
            "'DateTime.UtcNow' is a clock: checked code may depend on the values its operations return and on nothing else",
            Assert.Single(found).GetMessage(null));
    }
}
