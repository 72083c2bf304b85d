using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;
using Xunit.Abstractions;

namespace Racewalk.Litmus.Tests;

/// <summary>Whatever a file holds, it is read or there is a diagnostic.</summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private static readonly string[] s_seeds =
    [
        """
        C MP+fuzz
        "text"
        Hash=1
        {
        int x = 1; atomic_t y = ATOMIC_INIT(2); z = x; 0:r9=3;
        }
        P0(int *x, atomic_t *y, spinlock_t *l)
        {
            int r0, *r1 = READ_ONCE(*z);
            if (r0 == 1 && READ_ONCE(*x)) { WRITE_ONCE(*r1, r0 / 2); } else if (!r9) *x = -1;
            spin_lock(l);
            r2 = atomic_cmpxchg_acquire(y, 1, r0 << 3);
            r3 = spin_trylock(l) + atomic_add_unless(y, 1, 2);
            spin_unlock(l); /* c */ // d
            rcu_read_lock(); rcu_assign_pointer(*x, &y);
        }
        P1(int *x) { x = (int *)*x; atomic_inc(x); smp_store_mb(*x, 3); }
        locations [x; 1:x;]
        filter (true)
        exists (0:r1=x /\ ~(x=2 \/ 0:r2!=1:r3) => not ([y]=0xff)) (* end *)
        """,
        """
        X86 SB (short)
        {x = 0; [y] = 0; P0:EAX = 5};
         P0          | P1 (* c *) | P1.F ;
         MOV [x],$1  | MOV [y],$1 |      ;
         MOV EAX,[y] | L: MOV EAX,[x] | ERET ;
        final (P0:EAX = 0 /\ fault(P1:L,x,MMU:Permission));
        with tso: ~exists; cc: exists;
        << show 0 >>
        """,
    ];

    [Fact]
    public void Load_OfMutatedFiles_ThrowsNothingButDiagnostics()
    {
        (int read, int refused) = new MutationLoop(20_250_101, s_seeds).Run(TimeSpan.FromSeconds(40), Run);
        output.WriteLine($"{read} read, {refused} refused");
        Assert.True(read > 0 && refused > 0);
    }

    private static void Run(string text)
    {
        LitmusFile file = LitmusReader.Parse(new SourceText("fuzz.litmus", text));
        if (file.CThreads is null)
        {
            return;
        }

        LitmusProgram program = LitmusReader.Lower(file);
        for (int thread = 0; thread < program.Threads.Count; thread++)
        {
            ThreadPaths.Enumerate(program, thread);
        }
    }
}
