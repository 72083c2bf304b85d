using Racewalk.Programs;

namespace Racewalk.Classics;

/// <summary>Every program whose count of executions is published, by its published name.</summary>
public static class ClassicPrograms
{
    private static readonly Dictionary<string, Func<CheckedProgram>> s_programs = new(StringComparer.Ordinal)
    {
        ["2+2W"] = LitmusShapes.TwoPlusTwoW,
        ["IRIW-acq-sc"] = LitmusShapes.IriwAcquireSc,
        ["LB"] = LitmusShapes.LoadBuffering,
        ["MP"] = LitmusShapes.MessagePassing,
        ["N-writers(4)"] = () => Counters.Writers(4),
        ["N-writers(7)"] = () => Counters.Writers(7),
        ["SB"] = LitmusShapes.StoreBuffering,
        ["WRC+dep"] = LitmusShapes.WrcDep,
        ["ainc(6)"] = () => Counters.Ainc(6),
        ["ainc(7)"] = () => Counters.Ainc(7),
        ["ainc(8)"] = () => Counters.Ainc(8),
        ["barrier"] = CentralBarrier.Make,
        ["big0"] = Counters.Big0,
        ["buf_ring"] = () => BufRing.EnqueueThenDequeue(3),
        ["casrot(8)"] = () => Counters.CasRot(8),
        ["casrot(9)"] = () => Counters.CasRot(9),
        ["casrot(10)"] = () => Counters.CasRot(10),
        ["casw(4)"] = () => Counters.CasW(4),
        ["casw(5)"] = () => Counters.CasW(5),
        ["chase-lev(st1)"] = () => ChaseLevDeque.Make(1),
        ["chase-lev(st2)"] = () => ChaseLevDeque.Make(2),
        ["chase-lev(st3)"] = () => ChaseLevDeque.Make(3),
        ["cinc(3)"] = () => Counters.Cinc(3),
        ["cinc(4)"] = () => Counters.Cinc(4),
        ["conf-loop(3)"] = () => Counters.ConfLoop(3),
        ["dekker_f"] = DekkerTry.Make,
        ["eratosthenes(5)"] = () => Eratosthenes.Sieve(5),
        ["eratosthenes(6)"] = () => Eratosthenes.Sieve(6),
        ["fib_bench(5)"] = () => Counters.FibBench(5),
        ["fr+w+w+w+reads"] = CoherenceShapes.ThreeWritersAndReads,
        ["inc2w"] = CoherenceShapes.Inc2W,
        ["indexer(12)"] = () => Counters.Indexer(12),
        ["indexer(13)"] = () => Counters.Indexer(13),
        ["indexer(14)"] = () => Counters.Indexer(14),
        ["indexer(15)"] = () => Counters.Indexer(15),
        ["lamport(2)"] = () => LamportMutex.Make(2),
        ["lamport(3)"] = () => LamportMutex.Make(3),
        ["lastzero(5)"] = () => Counters.LastZero(5),
        ["lastzero(10)"] = () => Counters.LastZero(10),
        ["lastzero(15)"] = () => Counters.LastZero(15),
        ["linuxrwlocks(rdwr2)"] = () => ReaderWriterLock.ReadThenWrite(2),
        ["linuxrwlocks(rdwr3)"] = () => ReaderWriterLock.ReadThenWrite(3),
        ["mcs_spinlock(2)"] = () => McsLock.Make(2),
        ["mcs_spinlock(3)"] = () => McsLock.Make(3),
        ["mpmc-queue(rdwr2)"] = () => MpmcQueue.WriteThenRead(2),
        ["mpmc-queue(rdwr3)"] = () => MpmcQueue.WriteThenRead(3),
        ["ms-queue(rdwr2)"] = () => MichaelScottQueue.EnqueueThenDequeue(2),
        ["ms-queue(rdwr3)"] = () => MichaelScottQueue.EnqueueThenDequeue(3),
        ["mutex(2)"] = () => FutexMutex.Make(2),
        ["mutex(3)"] = () => FutexMutex.Make(3),
        ["ninc/inc(3)"] = () => Counters.Inc(3),
        ["ninc/inc(4)"] = () => Counters.Inc(4),
        ["ninc/inc(5)"] = () => Counters.Inc(5),
        ["peterson"] = PetersonMutex.Make,
        ["pgsql"] = LatchHandOver.Make,
        ["qspinlock(2)"] = () => QueuedSpinLock.Make(2),
        ["qspinlock(3)"] = () => QueuedSpinLock.Make(3),
        ["readers(8)"] = () => Counters.Readers(8),
        ["readers(13)"] = () => Counters.Readers(13),
        ["readers(16)"] = () => Counters.Readers(16),
        ["seqlock"] = SequenceLocks.ReaderWithMutex,
        ["seqlock-atomic(r1w1)"] = () => SequenceLocks.Make(1, 1),
        ["seqlock-atomic(r2w1)"] = () => SequenceLocks.Make(2, 1),
        ["seqlock-atomic(r2w2)"] = () => SequenceLocks.Make(2, 2),
        ["spinlock(2)"] = () => SpinLocks.SpinLock(2),
        ["spinlock(3)"] = () => SpinLocks.SpinLock(3),
        ["szymanski"] = SzymanskiMutex.Make,
        ["ticketlock(2)"] = () => SpinLocks.TicketLock(2),
        ["ticketlock(3)"] = () => SpinLocks.TicketLock(3),
        ["ticketlock(4)"] = () => SpinLocks.TicketLock(4),
        ["ticketlock(5)"] = () => SpinLocks.TicketLock(5),
        ["ticketlock(6)"] = () => SpinLocks.TicketLock(6),
        ["treiber-stack(r1w2)"] = () => TreiberStack.Make(1, 2),
        ["treiber-stack(r2w2)"] = () => TreiberStack.Make(2, 2),
        ["treiber-stack(r2w3)"] = () => TreiberStack.Make(2, 3),
        ["ttaslock(2)"] = () => SpinLocks.TtasLock(2),
        ["ttaslock(3)"] = () => SpinLocks.TtasLock(3),
        ["ttaslock(4)"] = () => SpinLocks.TtasLock(4),
        ["twalock(2)"] = () => TwaLock.Make(2),
        ["twalock(3)"] = () => TwaLock.Make(3),
    };

    private static readonly Dictionary<string, Func<CheckedProgram>> s_symmetric = new(StringComparer.Ordinal)
    {
        ["chase-lev(st4)"] = () => ChaseLevDeque.Make(4),
        ["cinc(5)"] = () => Counters.Cinc(5),
        ["cinc(6)"] = () => Counters.Cinc(6),
        ["conf-loop(4)"] = () => Counters.ConfLoop(4),
    };

    /// <summary>The programs' names, in the order of the published table.</summary>
    public static IEnumerable<string> Names => s_programs.Keys;

    /// <summary>Names of further programs, whose executions are too many unless symmetry is reduced.</summary>
    public static IEnumerable<string> SymmetricNames => s_symmetric.Keys;

    /// <summary>Whether there is a program of this name.</summary>
    public static bool Contains(string name) => s_programs.ContainsKey(name) || s_symmetric.ContainsKey(name);

    /// <summary>Makes the program of the given name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public static CheckedProgram Make(string name) => (s_programs.GetValueOrDefault(name) ?? s_symmetric[name])();
}
