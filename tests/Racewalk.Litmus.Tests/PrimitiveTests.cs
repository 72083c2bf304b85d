using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Tests;

/// <summary>The events of every primitive, path by path.</summary>
public sealed class PrimitiveTests
{
    public static TheoryData<string, string> Statements => new()
    {
        { "r = READ_ONCE(*x);", "R[ONCE]x=read0" },
        { "WRITE_ONCE(*x, 2);", "W[ONCE]x=2" },
        { "r = smp_load_acquire(x);", "R[ACQUIRE]x=read0" },
        { "smp_store_release(x, 2);", "W[RELEASE]x=2" },
        { "smp_store_mb(*x, 2);", "W[ONCE]x=2 F[MB]" },
        { "r = rcu_dereference(*x);", "R[ONCE]x=read0" },
        { "rcu_assign_pointer(*x, y);", "W[RELEASE]x=y" },
        { "r = *x;", "R[]x=read0" },
        { "*x = 2;", "W[]x=2" },
        { "smp_mb();", "F[MB]" },
        { "smp_rmb(); smp_wmb();", "F[rmb] F[wmb]" },
        { "smp_mb__before_atomic(); smp_mb__after_atomic();", "F[before-atomic] F[after-atomic]" },
        { "smp_mb__after_spinlock(); smp_mb__after_unlock_lock();", "F[after-spinlock] F[after-unlock-lock]" },
        { "smp_mb__after_srcu_read_unlock(); barrier();", "F[after-srcu-read-unlock] F[barrier]" },
        { "rcu_read_lock(); rcu_read_unlock();", "F[rcu-lock] F[rcu-unlock]" },
        { "synchronize_rcu(); synchronize_rcu_expedited();", "F[sync-rcu] F[sync-rcu]" },
        { "r = srcu_read_lock(s); srcu_read_unlock(s, r);", "R[srcu-lock]s=read0 W[srcu-unlock]s=read0" },
        { "r = srcu_down_read(s); srcu_up_read(s, r);", "R[srcu-lock]s=read0 W[srcu-unlock]s=read0" },
        { "synchronize_srcu(s); synchronize_srcu_expedited(s);", "F[sync-srcu]s F[sync-srcu]s" },
        { "r = atomic_read(x);", "R[ONCE]x=read0" },
        { "r = atomic_read_acquire(x);", "R[ACQUIRE]x=read0" },
        { "atomic_set(x, 2);", "W[ONCE]x=2" },
        { "atomic_set_release(x, 2);", "W[RELEASE]x=2" },
        { "r = xchg(x, 2);", "R[MB,RMW]x=read0 ~W[MB,RMW]x=2" },
        { "r = atomic_xchg_relaxed(x, 2);", "R[ONCE,RMW]x=read0 ~W[ONCE,RMW]x=2" },
        { "r = xchg_acquire(x, 2);", "R[ACQUIRE,RMW]x=read0 ~W[ACQUIRE,RMW]x=2" },
        { "xchg_release(x, 2);", "R[RELEASE,RMW]x=read0 ~W[RELEASE,RMW]x=2" },
        { "r = cmpxchg(x, 0, 2);", "R[MB,RMW]x=read0 ~W[MB,RMW]x=2 | R[MB,RMW]x=read0" },
        { "r = atomic_cmpxchg_acquire(x, 0, 2);", "R[ACQUIRE,RMW]x=read0 ~W[ACQUIRE,RMW]x=2 | R[ACQUIRE,RMW]x=read0" },
        { "atomic_add(3, x);", "R[NORETURN,RMW]x=read0 ~W[NORETURN,RMW]x=Add(read0,3)" },
        { "atomic_sub(3, x);", "R[NORETURN,RMW]x=read0 ~W[NORETURN,RMW]x=Subtract(read0,3)" },
        { "atomic_inc(x);", "R[NORETURN,RMW]x=read0 ~W[NORETURN,RMW]x=Add(read0,1)" },
        { "atomic_dec(x);", "R[NORETURN,RMW]x=read0 ~W[NORETURN,RMW]x=Subtract(read0,1)" },
        { "atomic_and(3, x);", "R[NORETURN,RMW]x=read0 ~W[NORETURN,RMW]x=And(read0,3)" },
        { "atomic_or(3, x);", "R[NORETURN,RMW]x=read0 ~W[NORETURN,RMW]x=Or(read0,3)" },
        { "atomic_xor(3, x);", "R[NORETURN,RMW]x=read0 ~W[NORETURN,RMW]x=Xor(read0,3)" },
        { "atomic_andnot(3, x);", "R[NORETURN,RMW]x=read0 ~W[NORETURN,RMW]x=And(read0,-4)" },
        { "r = atomic_add_return(3, x); *y = r;", "R[MB,RMW]x=read0 ~W[MB,RMW]x=Add(read0,3) W[]y=Add(read0,3)" },
        { "r = atomic_fetch_add_relaxed(3, x); *y = r;", "R[ONCE,RMW]x=read0 ~W[ONCE,RMW]x=Add(read0,3) W[]y=read0" },
        { "r = atomic_inc_return_acquire(x);", "R[ACQUIRE,RMW]x=read0 ~W[ACQUIRE,RMW]x=Add(read0,1)" },
        { "r = atomic_fetch_dec_release(x);", "R[RELEASE,RMW]x=read0 ~W[RELEASE,RMW]x=Subtract(read0,1)" },
        { "r = atomic_fetch_andnot(1, x);", "R[MB,RMW]x=read0 ~W[MB,RMW]x=And(read0,-2)" },
        { "r = atomic_sub_and_test(2, x); *y = r;", "R[MB,RMW]x=read0 ~W[MB,RMW]x=Subtract(read0,2) W[]y=Equal(Subtract(read0,2),0)" },
        { "r = atomic_dec_and_test(x);", "R[MB,RMW]x=read0 ~W[MB,RMW]x=Subtract(read0,1)" },
        { "r = atomic_inc_and_test(x);", "R[MB,RMW]x=read0 ~W[MB,RMW]x=Add(read0,1)" },
        { "r = atomic_add_negative(2, x); *y = r;", "R[MB,RMW]x=read0 ~W[MB,RMW]x=Add(read0,2) W[]y=LessSigned(Add(read0,2),0)" },
        { "r = atomic_add_unless(x, 2, 5); *y = r;", "R[MB,RMW]x=read0 W[]y=0 | R[MB,RMW]x=read0 ~W[MB,RMW]x=Add(read0,2) W[]y=1" },
        { "spin_lock(s); spin_unlock(s);", "R[LKR]s=read0 ~W[LKW]s=1 W[UL]s=0" },
        { "r = spin_trylock(s); *y = r;", "R[LKR]s=read0 ~W[LKW]s=1 W[]y=1 | R[LF]s=read0 W[]y=0" },
        { "r = spin_is_locked(s); *y = r;", "R[RL]s=read0 W[]y=1 | R[RU]s=read0 W[]y=0" },
    };

    [Theory]
    [MemberData(nameof(Statements))]
    public void Run_OfPrimitive_GivesItsEvents(string body, string paths) => Assert.Equal(paths.Split(" | "), Traces.Events(body));

    [Fact]
    public void Run_OfAnything_MakesEveryEventAnInstruction()
    {
        var program = Traces.Read("r = xchg(x, 1); spin_lock(s); if (r) { WRITE_ONCE(*y, *x); } smp_store_mb(*y, 3);");
        foreach (var path in Traces.Paths(program))
        {
            int[] instructions =
                [.. path.Events.Where(e => e.Kind is not (Semantics.LitmusEventKind.RegisterRead or Semantics.LitmusEventKind.RegisterWrite)).Select(e => e.Instruction)];
            Assert.Equal(instructions.Length, instructions.Distinct().Count());
            Assert.Equal(instructions.Order(), instructions);
        }
    }

    [Theory]
    [InlineData("synchronize_sched();", "the function 'synchronize_sched'")]
    [InlineData("while (1) { }", "'while'")]
    [InlineData("for (;;) { }", "'for'")]
    [InlineData("do { } while (1);", "'do'")]
    [InlineData("goto out;", "'goto'")]
    [InlineData("out: r = 1;", "a label")]
    [InlineData("switch (r) { }", "'switch'")]
    [InlineData("return;", "'return'")]
    [InlineData("break;", "'break'")]
    [InlineData("r = r ? 1 : 2;", "the operator '?:'")]
    [InlineData("r++;", "the operator '++'")]
    [InlineData("++r;", "the operator '++'")]
    [InlineData("r += 1;", "the operator '+='")]
    [InlineData("r = x->next;", "a member of a structure")]
    [InlineData("r = x[1];", "an array")]
    [InlineData("int a[2];", "an array")]
    [InlineData("r = (q = 1);", "an assignment within an expression")]
    [InlineData("r = sizeof(int);", "'sizeof'")]
    [InlineData("r = 010;", "an octal number")]
    public void Read_OfWhatIsNotSupported_RefusesItByName(string body, string name)
    {
        var e = Assert.Throws<LitmusException>(() => Traces.Read(body));
        Assert.True(e.IsRefusal);
        Assert.Equal($"{name} is not supported", e.Problem);
        Assert.Equal(4, e.Line);
    }

    [Theory]
    [InlineData("r = smp_mb();", "expected a value, but smp_mb gives none")]
    [InlineData("WRITE_ONCE(*x);", "expected 2 arguments of WRITE_ONCE, found 1")]
    [InlineData("r = READ_ONCE(x);", "expected a location, such as '*x'")]
    [InlineData("int r; r = READ_ONCE(r + 1);", "expected a location, such as '*x'")]
    [InlineData("int r; r = &r;", "expected a location behind '&'")]
    [InlineData("r = 1", "expected ';' after the statement, found '}'")]
    [InlineData("if r { }", "expected '(' after 'if', found 'r'")]
    [InlineData("r = ;", "expected an expression, found ';'")]
    [InlineData("r = 99999999999999999999;", "expected a number of at most 64 bits")]
    [InlineData("r = 1x;", "expected a number of at most 64 bits")]
    [InlineData("r = é;", "unexpected character U+00E9")]
    public void Read_OfWrongCode_SaysWhatIsExpected(string body, string problem)
    {
        var e = Assert.Throws<LitmusException>(() => Traces.Read(body));
        Assert.False(e.IsRefusal);
        Assert.Equal(problem, e.Problem);
    }
}
