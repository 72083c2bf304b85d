using System.Diagnostics;
using System.Text;
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
        var random = new SplitMixRandom(20_250_101);
        var clock = Stopwatch.StartNew();
        int read = 0;
        int wrong = 0;
        for (int round = 0; clock.Elapsed < TimeSpan.FromSeconds(40); round++)
        {
            string text = Mutate(random, s_seeds[round % s_seeds.Length], s_seeds);
            try
            {
                Run(text);
                read++;
            }
            catch (LitmusException e)
            {
                Assert.InRange(e.Column, 1, e.SourceLine.Length + 2);
                wrong++;
            }
            catch (Exception e)
            {
                Assert.Fail($"round {round}: {e}\n{text}");
            }
        }

        output.WriteLine($"{read} read, {wrong} wrong");
        Assert.True(read > 0 && wrong > 0);
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

    private static string Mutate(Random random, string seed, string[] seeds)
    {
        var text = new StringBuilder(seed);
        for (int edits = random.Next(1, 5); edits > 0 && text.Length > 0; edits--)
        {
            int at = random.Next(text.Length);
            int length = Math.Min(random.Next(1, 12), text.Length - at);
            switch (random.Next(6))
            {
                case 0:
                    text.Remove(at, length);
                    break;
                case 1:
                    text.Insert(at, text.ToString(at, length));
                    break;
                case 2:
                    text[at] = (char)random.Next(1, 300);
                    break;
                case 3:
                    text[at] = "(){}[];|:,=*&~!<>/\\-+0129xPr\"\n "[random.Next(31)];
                    break;
                case 4:
                    string other = seeds[random.Next(seeds.Length)];
                    int from = random.Next(other.Length);
                    text.Insert(at, other.AsSpan(from, Math.Min(random.Next(1, 30), other.Length - from)));
                    break;
                default:
                    text.Length = Math.Max(1, at);
                    break;
            }
        }

        return text.ToString();
    }
}
