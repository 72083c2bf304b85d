using System.Text;
using Racewalk.Exploration;
using Racewalk.Models;
using Racewalk.Programs;

namespace Racewalk.Litmus.Export;

/// <summary>Writes the skeleton of a program as a litmus test in the kernel's C, for other tools to judge.</summary>
public static class LitmusExport
{
    /// <summary>Writes a test whose condition is that the property is broken.</summary>
    /// <param name="program">The program, in the operations of LKMM.</param>
    /// <param name="name">The test's name.</param>
    /// <param name="remark">What the test is about; a comment.</param>
    /// <param name="isBroken">Whether an execution breaks the property.</param>
    /// <param name="options">Bounds of the exploration that finds what the threads do.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="ExportException">The program does not fit a litmus test.</exception>
    public static string Write(
        CheckedProgram program,
        string name,
        string remark,
        Func<IExecution, bool> isBroken,
        ExplorationOptions? options = null,
        CancellationToken cancellation = default)
    {
        if (program.IsTranslated)
        {
            throw new ExportException("it walks page tables, which the kernel's C does not show");
        }

        var values = new ValueCollector(program);
        ExplorationResult result = Explorer.Explore(program, MemoryModel.Lkmm, values, options, cancellation);
        if (result.Bounds.Count > 0)
        {
            throw new ExportException($"it could not be explored: {string.Join(", ", result.Bounds)}");
        }

        ThreadTree[] trees = [.. Enumerable.Range(0, program.Threads.Count).Select(t => ThreadWalker.Walk(program, t, values))];
        var pointers = new Pointers();
        try
        {
            foreach (ThreadTree tree in trees)
            {
                pointers.Add(tree);
            }

            return Write(program, name, remark, isBroken, values, trees, pointers);
        }
        catch (ExportException)
        {
            // Without pointers of C: addresses are the locations' own, and a dependency is kept by adding a masked register.
            return Write(program, name, remark, isBroken, values, trees, new Pointers());
        }
    }

    private static string Write(
        CheckedProgram program,
        string name,
        string remark,
        Func<IExecution, bool> isBroken,
        ValueCollector values,
        ThreadTree[] trees,
        Pointers pointers)
    {
        var names = new LocationNames(program, values.Values.Keys);
        var emitter = new CEmitter(names, pointers, values);
        string[] threads = [.. trees.Select((t, i) => emitter.Write(i, t))];
        string condition = FinalCondition.Find(trees, values, isBroken, names, emitter.Spell)
            ?? throw new ExportException("no final state breaks its property, whatever is read");
        var text = new StringBuilder();
        text.Append("C ").Append(name).Append("\n\n(* ").Append(remark.Replace("*)", "* )", StringComparison.Ordinal)).Append(" *)\n\n{\n");
        foreach (ulong address in values.Values.Keys)
        {
            ulong value = program.Initial.GetValueOrDefault(address);
            if (value != 0)
            {
                text.Append("  ").Append(names[address]).Append('=').Append(emitter.Spell(value)).Append(";\n");
            }
        }

        text.Append("}\n\n").AppendJoin('\n', threads).Append("\nexists (").Append(condition).Append(")\n");
        return text.ToString();
    }
}
