using Racewalk.Models;
using Racewalk.Programs;

namespace Racewalk.Testing.Tests.Examples;

/// <summary>Treiber's stack. Nodes are indices, and the reference to the next node is an element of an array.</summary>
public sealed class StackExample
{
    private const int Nobody = 0;

    [Fact]
    public void Pop_AfterPushes_GivesAWholeNode() => Model.Check(MemoryModel.Armv8, program => DeclarePushes(program, isAtomic: true));

    [Fact]
    public void Push_WithoutCompareExchange_LosesANode()
    {
        var race = Assert.Throws<RaceFoundException>(() => Model.Check(MemoryModel.Armv8, program => DeclarePushes(program, isAtomic: false)));

        Assert.Contains("a node is lost", race.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pop_WithTag_TakesEachNodeOnce() => Model.Check(MemoryModel.Tso, program => DeclareReuse(program, hasTag: true));

    [Fact]
    public void Pop_WithoutTag_TakesANodeTwice()
    {
        var race = Assert.Throws<RaceFoundException>(() => Model.Check(MemoryModel.Tso, program => DeclareReuse(program, hasTag: false)));

        Assert.Contains("the top is a node that was popped", race.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("memory order is the cause", race.Message, StringComparison.Ordinal);
    }

    // Two threads push a node each, a third one pops: what it gets has its content, and nothing is lost.
    private static void DeclarePushes(TestProgram program, bool isAtomic)
    {
        var stack = new Stack(program, [0, 0, 0], top: Nobody, hasTag: false, isAtomic);
        var content = program.SharedArray<int>(3);
        var popped = program.Observed<int>("popped");
        var gets = program.MustHappen("the third thread gets a node");
        for (int i = 1; i <= 2; i++)
        {
            int node = i;
            program.Thread($"push {node}", () =>
            {
                content[node].Write(10 * node);
                stack.Push(node);
            });
        }

        program.Thread("pop", () =>
        {
            var node = stack.Pop();
            popped.Set(node);
            if (node != Nobody)
            {
                gets.Happens();
                Check.That(content[node].Read() == 10 * node, "a node without its content");
            }
        });
        program.Final(() =>
        {
            int first = stack.TopNode;
            int second = first == Nobody ? Nobody : stack.NextOf(first);
            Check.That(popped.Value + first + second == 3, "a node is lost");
        });
    }

    // Nodes 1 and 2 are on the stack. One thread pops; the other pops both and pushes the first one back. Without a tag it is taken for one that never went (ABA).
    private static void DeclareReuse(TestProgram program, bool hasTag)
    {
        var stack = new Stack(program, [0, 2, 0], top: 1, hasTag, isAtomic: true);
        var mine = program.Observed<int>("popped by the first");
        var kept = program.Observed<int>("kept by the second");
        program.Thread("first", () => mine.Set(stack.Pop()));
        program.Thread("second", () =>
        {
            var node = stack.Pop();
            kept.Set(stack.Pop());
            if (node != Nobody)
            {
                stack.Push(node);
            }
        });
        program.Final(() =>
        {
            int top = stack.TopNode;
            Check.That(mine.Value == Nobody || mine.Value != kept.Value, "both threads have one node");
            Check.That(top == Nobody || (top != kept.Value && top != mine.Value), "the top is a node that was popped");
        });
    }

    private sealed class Stack(TestProgram program, int[] nexts, int top, bool hasTag, bool isAtomic)
    {
        private const int Tag = 16;
        private readonly Shared<int> _top = program.Shared(top);
        private readonly SharedArray<int> _next = program.SharedArray(nexts);

        public int TopNode => (int)(_top.Read() % Tag);

        public int NextOf(int node) => (int)_next[node].Read();

        public void Push(Value<int> node)
        {
            while (true)
            {
                Check.Loop("push");
                var seen = _top.Read();
                _next[node].Write(seen % Tag);
                if (TrySetTop(seen, node))
                {
                    return;
                }
            }
        }

        public Value<int> Pop()
        {
            while (true)
            {
                Check.Loop("pop");
                var seen = _top.Read();
                var node = seen % Tag;
                if (node == Nobody)
                {
                    return Nobody;
                }

                var next = _next[node].Read();
                if (TrySetTop(seen, next))
                {
                    return node;
                }
            }
        }

        private Flag TrySetTop(Value<int> seen, Value<int> node)
        {
            var tagged = hasTag ? seen - (seen % Tag) + Tag + node : node;
            if (isAtomic)
            {
                return _top.CompareExchange(tagged, seen) == seen;
            }

            // What must not be done: another thread can come in between.
            if (_top.Read() == seen)
            {
                _top.Write(tagged);
                return true;
            }

            return false;
        }
    }
}
