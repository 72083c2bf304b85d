using Racewalk.Executions;
using Racewalk.Programs;
using static Racewalk.Classics.Shared;

namespace Racewalk.Classics;

/// <summary>The classical litmus shapes, all accesses relaxed unless said otherwise.</summary>
public static class LitmusShapes
{
    /// <summary>Store buffering.</summary>
    public static CheckedProgram StoreBuffering() => Program("SB", t => { t.Store(X, 1); t.Load(Y); }, t => { t.Store(Y, 1); t.Load(X); });

    /// <summary>Message passing.</summary>
    public static CheckedProgram MessagePassing() => Program("MP", t => { t.Store(X, 1); t.Store(Y, 1); }, t => { t.Load(Y); t.Load(X); });

    /// <summary>Load buffering.</summary>
    public static CheckedProgram LoadBuffering() => Program("LB", t => { t.Load(X); t.Store(Y, 1); }, t => { t.Load(Y); t.Store(X, 1); });

    /// <summary>Two threads write two variables in opposite order.</summary>
    public static CheckedProgram TwoPlusTwoW() => Program("2+2W", t => { t.Store(X, 1); t.Store(Y, 2); }, t => { t.Store(Y, 1); t.Store(X, 2); });

    /// <summary>Two writers, and two readers that read in opposite order.</summary>
    public static CheckedProgram Iriw() => Program(
        "IRIW", t => t.Store(X, 1), t => { t.Load(X); t.Load(Y); }, t => { t.Load(Y); t.Load(X); }, t => t.Store(Y, 1));

    /// <summary>As <see cref="Iriw"/>, with the first loads acquire and everything else sequentially consistent.</summary>
    public static CheckedProgram IriwAcquireSc() => Program(
        "IRIW-acq-sc",
        t => t.StoreSc(X, 1),
        t => { t.Load(X, Access.Acquire); t.Load(Y, Access.Acquire); },
        t => { t.Load(Y, Access.Acquire); t.Load(X, Access.Acquire); },
        t => t.StoreSc(Y, 1));

    /// <summary>
    /// Write to read causality (Maranget, Sarkar, Sewell, A tutorial introduction to the ARM and POWER relaxed memory models, 2012): the
    /// second thread passes on what it read, the third has a fence.
    /// </summary>
    public static CheckedProgram WrcDep() => Program(
        "WRC+dep",
        t => t.Store(X, 1),
        t => t.Store(Y, t.Load(X)),
        t =>
        {
            t.Load(Y);
            t.AcquireReleaseFence();
            t.Load(X);
        });
}
