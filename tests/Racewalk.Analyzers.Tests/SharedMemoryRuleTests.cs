namespace Racewalk.Analyzers.Tests;

/// <summary>RW0005.</summary>
public sealed class SharedMemoryRuleTests
{
    private const string Members = """
        public sealed class Box { public int Value; public Box? Next; public int[] Items = []; public int Property { get; set; } public event Action? Fired; }
        public struct Pair { public int A; public int[] Items; }
        """;

    [Theory]
    [InlineData("count = 1;")]
    [InlineData("count++;")]
    [InlineData("--count;")]
    [InlineData("count += 2;")]
    [InlineData("text ??= \"\";")]
    [InlineData("items[0] = 1;")]
    [InlineData("items[^1] = 1;")]
    [InlineData("box.Value = 1;")]
    [InlineData("box.Property++;")]
    [InlineData("box.Items[0]++;")]
    [InlineData("box.Next!.Value = 1;")]
    [InlineData("box.Fired += () => { };")]
    [InlineData("pair.A = 1;")]
    [InlineData("(count, int fresh) = (1, 2);")]
    [InlineData("int.TryParse(\"\", out count);")]
    [InlineData("Change(ref count);")]
    [InlineData("Change(ref items[0]);")]
    [InlineData("list.Add(1);")]
    [InlineData("list?.Clear();")]
    [InlineData("list[0] = 1;")]
    [InlineData("dictionary[\"a\"] = 1;")]
    [InlineData("builder.Append(1);")]
    [InlineData("word = cpu.Load(1);")]
    [InlineData("Box alias = box; alias.Value = 1;")]
    [InlineData("ref int alias = ref count; alias = 1;")]
    [InlineData("Span<int> alias = items; alias[0] = 1;")]
    [InlineData("Pair copy = pair; copy.Items[0] = 1;")]
    [InlineData("Action a = () => count = 1; a();")]
    [InlineData("void Local() { count = 1; } Local();")]
    [InlineData("(cpu.Thread == 0 ? box : new Box()).Value = 1;")]
    public Task Complains_about(string statements) => CheckLambda(statements + " // RW0005");

    [Theory]
    [InlineData("int mine = count; mine++; mine = 3;")]
    [InlineData("int[] mine = [1]; mine[0] = count;")]
    [InlineData("var mine = new Box { Value = count, Next = box }; mine.Value++; mine.Items = items;")]
    [InlineData("var mine = new List<int> { count }; mine.Add(1); mine[0] = 2;")]
    [InlineData("Pair copy = pair; copy.A = 1;")]
    [InlineData("int Local(int n) { n++; int m = n; m = 2; return m; } Local(count);")]
    [InlineData("int mine = 0; Action a = () => mine++; a(); Change(ref mine);")]
    [InlineData("(int a, int b) = (1, 2); (a, b) = (b, a);")]
    [InlineData("cpu.Store(1, word); cpu.Add(new ObservedNote(\"a\", cpu.Concretise(word)));")]
    [InlineData("foreach (int i in list) { int mine = i; mine++; }")]
    [InlineData("Box a = new(); Box b = a; b.Value = 1;")]
    public Task Allows(string statements) => CheckLambda(statements);

    [Fact]
    public Task Only_functions_that_become_bodies_are_bound() => Guarded.Check("""
        [CheckedCode]
        public sealed class Sample
        {
            private int _count;
            public void SetUp()
            {
                int local = 0;
                Action a = () => { local++; _count++; };
                _count = 1;
            }
        }
        """);

    [Fact]
    public Task Fields_of_this_are_outside_whatever_the_body_is_made_of() => Guarded.Check("""
        [CheckedCode]
        public sealed class Sample(int seed)
        {
            private int _count;
            private ThreadBody _initialiser = cpu => seed++; // RW0005
            private int Property { get; set; }
            public ThreadBody[] Bodies() => [Method, cpu => _count = 1, this.Other, cpu => Through(cpu)]; // RW0005
            private void Method(ThreadContext cpu) => _count++; // RW0005
            private void Other(ThreadContext cpu)
            {
                this.Property = 1; // RW0005
                void Local() => seed = 2; // RW0005
                Local();
            }
            private void Through(ThreadContext cpu) => Further();
            private void Further() => _count += 1; // RW0005
            private void Elsewhere() => _count += 1;
        }
        """);

    [Fact]
    public Task A_method_is_a_body_wherever_it_is_made_one() => Guarded.Check("""
        public sealed class Actor
        {
            private int _count;
            [CheckedCode] public void Walk(ThreadContext cpu) => _count++; // RW0005
            [CheckedCode] public void Rest(ThreadContext cpu) => _count++;
        }
        [CheckedCode] public static class Program { public static ThreadBody Body(Actor actor) => actor.Walk; }
        """);

    [Fact]
    public Task Functions_around_the_body_lend_their_variables_only() => Guarded.Check("""
        [CheckedCode]
        public static class Sample
        {
            public static ThreadBody Build()
            {
                int shared = 0;
                void Helper() { int own = 0; own++; shared++; } // RW0005
                Func<int> step = () => shared++; // RW0005
                void NeverCalled() => shared++;
                return Body;
                void Body(ThreadContext cpu)
                {
                    Helper();
                    step();
                }
            }
        }
        """);

    [Fact]
    public Task Any_delegate_that_is_handed_a_cpu_is_a_body() => Guarded.Check("""
        [CheckedCode]
        public static class Sample
        {
            public static void Build(int count)
            {
                Action<Cpu> body = cpu => count++; // RW0005
                var natural = (Cpu cpu) => { count = 1; }; // RW0005
                Action<int> other = n => count += n;
            }
        }
        """);

    [Theory]
    [InlineData("int seen = 0; return cpu => seen++;", "'seen' is a captured variable")]
    [InlineData("var seen = new int[1]; return cpu => seen[0] = 1;", "'seen[0]' is reached through the captured 'seen'")]
    [InlineData("return cpu => _seen++;", "'_seen' is reached through 'this' (S)")]
    public async Task Says_what_is_wrong(string statements, string start)
    {
        var found = await Guarded.Analyze($"class S {{ int _seen; [CheckedCode] ThreadBody M() {{ {statements} }} }}");

        Assert.Equal(
            start + ", and lives outside the run of the thread body that writes it here: state that contexts share belongs in model memory",
            Assert.Single(found).GetMessage(null));
    }

    private static Task CheckLambda(string statements) => Guarded.Check(Members + $$"""

        [CheckedCode]
        public static class Sample
        {
            public static CheckedProgram Build(int count, int[] items, Box box, Pair pair, string? text, Word word)
            {
                var list = new List<int>();
                var dictionary = new Dictionary<string, int>();
                var builder = new System.Text.StringBuilder();
                return new CheckedProgram
                {
                    Name = "sample",
                    Threads =
                    [
                        cpu =>
                        {
                            {{statements}}
                        },
                    ],
                };
            }

            private static void Change(ref int place) => place = 1;
        }
        """);
}
