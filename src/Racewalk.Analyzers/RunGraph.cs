using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Racewalk.Analyzers;

/// <summary>
/// RW0005: the bodies of contexts in a compilation, the functions that run as part of them, and what those write. Known in full only at the
/// end, because a body may be a method that another file turns into a delegate.
/// </summary>
internal sealed class RunGraph
{
    private readonly ConcurrentDictionary<ISymbol, Function> _functions = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, bool> _bodies = new(SymbolEqualityComparer.Default);

    /// <summary>Notes that a function becomes the body of a context.</summary>
    internal void AddBody(IMethodSymbol body) => _bodies.TryAdd(body.OriginalDefinition, true);

    /// <summary>Notes that one function runs another as part of itself.</summary>
    internal void AddCall(ISymbol caller, IMethodSymbol callee) => At(caller).Callees.Enqueue(callee.OriginalDefinition);

    /// <summary>Notes that a function writes.</summary>
    internal void AddWrite(ISymbol function, Write write) => At(function).Writes.Enqueue(write);

    /// <summary>Reports every write that leaves the run of a body, once.</summary>
    internal void Report(Action<Diagnostic> report)
    {
        var reported = new HashSet<Location>();
        foreach (ISymbol body in _bodies.Keys)
        {
            HashSet<ISymbol> run = Reached(body);
            foreach (Write write in run.SelectMany(f => At(f).Writes))
            {
                if (write.Origins.FirstOrDefault(o => IsOutside(o, body, run)) is { } origin && reported.Add(write.Location))
                {
                    report(Diagnostic.Create(Descriptors.SharedMemory, write.Location, write.Text, Describe(origin, write.Text)));
                }
            }
        }
    }

    private HashSet<ISymbol> Reached(ISymbol body)
    {
        var reached = new HashSet<ISymbol>(SymbolEqualityComparer.Default) { body };
        var pending = new Stack<ISymbol>(reached);
        while (pending.Count > 0)
        {
            foreach (ISymbol callee in At(pending.Pop()).Callees.Where(reached.Add))
            {
                pending.Push(callee);
            }
        }

        return reached;
    }

    /// <summary>
    /// <c>this</c> is always outside. A variable is inside if a function of the run declares it, unless that function also encloses the body:
    /// then the body sees the variable of an earlier call.
    /// </summary>
    private static bool IsOutside(ISymbol origin, ISymbol body, HashSet<ISymbol> run)
    {
        if (origin is ITypeSymbol)
        {
            return true;
        }

        ISymbol declarer = origin.ContainingSymbol.OriginalDefinition;
        for (ISymbol? outer = body.ContainingSymbol; outer is IMethodSymbol; outer = outer.ContainingSymbol)
        {
            if (SymbolEqualityComparer.Default.Equals(outer.OriginalDefinition, declarer))
            {
                return true;
            }
        }

        return !run.Contains(declarer);
    }

    private static string Describe(ISymbol origin, string text) => origin switch
    {
        ITypeSymbol type => $"reached through 'this' ({type.Name})",
        _ when origin.Name == text => "a captured variable",
        _ => $"reached through the captured '{origin.Name}'",
    };

    private Function At(ISymbol function) => _functions.GetOrAdd(function.OriginalDefinition, static _ => new Function());

    /// <summary>One write: where, how it reads in the source, and where the memory comes from.</summary>
    internal sealed class Write(Location location, string text, ImmutableArray<ISymbol> origins)
    {
        internal Location Location { get; } = location;

        internal string Text { get; } = text;

        internal ImmutableArray<ISymbol> Origins { get; } = origins;
    }

    private sealed class Function
    {
        internal ConcurrentQueue<IMethodSymbol> Callees { get; } = new();

        internal ConcurrentQueue<Write> Writes { get; } = new();
    }
}
