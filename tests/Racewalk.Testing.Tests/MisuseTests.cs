using Racewalk.Models;

namespace Racewalk.Testing.Tests;

public sealed class MisuseTests
{
    private static int s_runs;
    private int _field;

    [Fact]
    public void Thread_WritesACapturedVariable_IsNamed() => AssertMisuse("thread 'reader' changes 'seen'", program =>
    {
        int seen = 0;
        var data = program.Shared(1);
        program.Thread("writer", () => data.Write(2));
        program.Thread("reader", () => seen = (int)data.Read());
        program.Final(() => Check.That(seen == 1, "a value of another execution"));
    });

    [Fact]
    public void Thread_WritesAFieldOfTheTest_IsNamed() => AssertMisuse("changes 'field'", program => program.Thread("writer", () => _field++));

    [Fact]
    public void Thread_AddsToACapturedList_IsNamed() => AssertMisuse("changes 'log'", program =>
    {
        List<int> log = [];
        program.Thread("writer", () => log.Add(1));
    });

    [Fact]
    public void Thread_WritesAnObjectOfTheTest_IsNamed() => AssertMisuse("changes 'box.content'", program =>
    {
        var box = new Box();
        program.Thread("writer", () => box.Fill(3));
    });

    [Fact]
    public void Thread_LooksAtAStaticField_DoesSomethingElse() => AssertMisuse("run again with the same values", program =>
    {
        var data = program.Shared(0);
        program.Thread("writer", () => data.Write(++s_runs));
        program.Thread("reader", () => data.Read());
    });

    [Fact]
    public void Thread_CatchesEverything_IsTold() => AssertMisuse("catches the exception", program =>
    {
        var data = program.Shared(0);
        program.Thread("writer", () => data.Write(1));
        program.Thread("reader", () =>
        {
            try
            {
                data.Read();
            }
            catch (Exception)
            {
                // What must not be done.
            }
        });
    });

    [Fact]
    public void Final_CountsWhatItSees_IsAllRight()
    {
        HashSet<int> outcomes = [];
        Model.Check(MemoryModel.Sc, program =>
        {
            var data = program.Shared(0);
            program.Thread("left", () => data.Write(1));
            program.Thread("right", () => data.Write(2));
            program.Final(() => outcomes.Add((int)data.Read()));
        });

        Assert.Equal([1, 2], outcomes.Order());
    }

    [Fact]
    public void Thread_WithLambdasOfItsOwn_IsAllRight()
    {
        Model.Check(MemoryModel.Armv8, program =>
        {
            int wanted = 1;
            var data = program.Shared(0);
            program.Thread("writer", () => data.Write(wanted));
            program.Thread("reader", () => Check.SpinUntil(() => data.Read() == wanted));
        });
    }

    [Fact]
    public void Shared_UsedOutside_IsRefused() => AssertMisuse("outside the threads", program =>
    {
        var data = program.Shared(0);
        program.Thread("writer", () => data.Write(1));
        data.Write(1);
    });

    [Fact]
    public void Shared_OfAnotherProgram_IsRefused()
    {
        Shared<int>? first = null;
        Model.Check(MemoryModel.Sc, program =>
        {
            first = program.Shared(0);
            program.Thread("writer", () => first.Write(1));
        });

        AssertMisuse("belongs to another call", program => program.Thread("writer", () => first!.Write(1)));
    }

    [Fact]
    public void Final_Writes_IsRefused() => AssertMisuse("looks at what memory holds", program =>
    {
        var data = program.Shared(0);
        program.Thread("writer", () => data.Write(1));
        program.Final(() => data.Write(2));
    });

    [Fact]
    public void Thread_DeclaresMemory_IsRefused() => AssertMisuse("declared before the check", program => program.Thread("writer", () => program.Shared(0).Write(1)));

    private static void AssertMisuse(string message, Action<TestProgram> configure)
    {
        foreach (MemoryModel model in (MemoryModel[])[MemoryModel.Armv8, MemoryModel.Tso])
        {
            var misuse = Assert.Throws<ModelMisuseException>(() => Model.Check(model, configure));
            Assert.Contains(message, misuse.Message, StringComparison.Ordinal);
        }
    }

    private sealed class Box
    {
        private int _content;

        public void Fill(int content) => _content = content + _content;
    }
}
