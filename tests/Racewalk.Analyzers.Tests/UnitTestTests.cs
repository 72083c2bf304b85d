namespace Racewalk.Analyzers.Tests;

/// <summary>The rules in unit tests with Racewalk.Testing.</summary>
public sealed class UnitTestTests
{
    [Theory]
    [InlineData("program.Thread(\"a\", () => seen = 1); // RW0005")]
    [InlineData("program.Threads(2, \"a\", () => list.Add(1)); // RW0005")]
    [InlineData("program.Thread(\"a\", () => { try { data.Read(); } catch (Exception) { } }); // RW0001")]
    [InlineData("program.Thread(\"a\", () => { lock (list) { Check.Loop(\"b\"); } }); // RW0001")]
    [InlineData("program.Thread(\"a\", () => { var text = $\"{data.Read()}\"; }); // RW0003")]
    [InlineData("program.Thread(\"a\", () => { object boxed = data.Read(); }); // RW0003")]
    public Task Complains_about(string statement) => Check(statement);

    [Theory]
    [InlineData("program.Thread(\"a\", () => { int mine = 0; mine++; data.Write(data.Read()); });")]
    [InlineData("program.Final(() => { seen = 1; list.Add(1); });")]
    [InlineData("Action other = () => seen = 1; other();")]
    public Task Allows(string statement) => Check(statement);

    private static Task Check(string statement) => Guarded.Check($$"""
        using Racewalk.Testing;

        namespace Racewalk.Testing
        {
            public readonly struct Value<T> { }
            public sealed class Shared<T> { public Value<T> Read() => default; public void Write(Value<T> value) { } }
            public static class Check { public static void Loop(string name) { } }
            public sealed class TestProgram
            {
                public void Thread(string name, Action code) { }
                public void Threads(int count, string name, Action code) { }
                public void Final(Action check) { }
            }
        }

        [CheckedCode]
        public static class Sample
        {
            public static void Declare(TestProgram program, Shared<int> data, List<int> list)
            {
                int seen = 0;
                {{statement}}
                _ = seen;
            }
        }
        """);
}
