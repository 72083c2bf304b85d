using Racewalk.Models.Cat;

namespace Racewalk.Litmus.Tests.Translation;

/// <summary>
/// Each clause of x86-vmsa matters: without it, or with a stronger one, a test of the project's own has another verdict. Its own verdicts are in
/// examples/page-tables. What has no clause is what the dialect's walks do: that an access sets A and a store D (x7, x9).
/// </summary>
public sealed class X86TranslationModelTests
{
    private const string Model = "x86-vmsa";

    [Theory]
    [InlineData("x1", "x86-publish", "let translates = tr-ib", "let translates = 0")]
    [InlineData("x2, own thread", "x86-own-early", "let walked = rf ; [walk]", "let walked = (rf & ext) ; [walk]")]
    [InlineData("x2, updates", "x86-dirty-early", "| [update] ; rf", "")]
    [InlineData("x3", "x86-shoot", "rf & ext | co | fr\n", "rf & ext | co | [memory] ; fr\n")]
    [InlineData("x4", "x86-shoot", "[local] ; (po & inv-domain) ; [walk]", "0")]
    [InlineData("x4, CR3", "x86-shoot-all", "[local] ; (po & inv-domain) ; [walk]", "0")]
    [InlineData("x4, INVLPGB", "x86-invlpgb", "[broadcast] ; TLBI-after ; [walk]", "0")]
    [InlineData("x5, loads", "x86-map-flag", "[load | locked | local] ; po ; [absent]", "[locked | local] ; po ; [absent]")]
    [InlineData("x5, locked", "x86-own-sb-locked", "[load | locked | local] ; po ; [absent]", "[local] ; po ; [absent]")]
    [InlineData("x5, invalidations", "x86-own-sb-invlpg", "[load | locked | local] ; po ; [absent]", "[load | locked] ; po ; [absent]")]
    [InlineData("x5, MFENCE", "x86-own-sb-fenced", "| [memory] ; po ; [MFENCE] ; po ; [absent]", "")]
    [InlineData("x5, own writes", "x86-own", "| [memory] ; (po & loc) ; [absent]", "")]
    [InlineData("x6, before", "x86-shoot", "[memory] ; po ; [local] |", "")]
    [InlineData("x6, behind", "x86-invlpg-serialises", "| [local] ; po ; [memory]", "")]
    [InlineData("x8", "x86-dirty-first", "| [update & DB] ; rmw^-1 ; tr-ib ; [store]", "")]
    [InlineData("x8, update behind reads", "x86-dirty-behind-read", "| [load] ; po ; [memory]", "| [load] ; po ; [access]")]
    [InlineData("x8, update behind writes", "x86-dirty-behind-write", "let kept = [store | update] ; po ; [store | update]", "let kept = [store] ; po ; [store]")]
    [InlineData("x10", "x86-protect-kept", "empty ([walk] ; rmw ; [update]) & (fr ; co) as update-atomicity", "")]
    [InlineData("x10", "x86-dirty-race", "empty ([walk] ; rmw ; [update]) & (fr ; co) as update-atomicity", "")]
    [InlineData("atomic instructions", "x86-protect-locked", "empty ([access] ; rmw ; [access]) & ((fr & ext) ; (co & ext)) as atomicity", "")]
    [InlineData("x11", "x86-upgrade", "let local = (TLBI \\ INVLPGB) | fault", "let local = TLBI \\ INVLPGB")]
    [InlineData("INVLPGB behind locked", "x86-invlpgb", "let completed = [locked] ; po ; [broadcast]", "let completed = 0")]
    [InlineData("TLBSYNC", "x86-invlpgb", "| tr-ib^-1 ; [walk] ; TLBI-after ; [broadcast] ; po ; [TLBSYNC] ; po ; [memory | local]", "")]
    public void Check_WithoutAClause_AllowsWhatTheModelForbids(string clause, string test, string text, string weaker)
    {
        Assert.False(ModelMutant.IsReachable(test, BuiltInModels.Get(Model)), clause);
        Assert.True(ModelMutant.IsReachable(test, ModelMutant.Of(Model, (text, weaker))), clause);
    }

    [Theory]
    [InlineData("a walk is as late as its access", "x86-stale", "let absent = walk & domain(tr-ib ; [fault & Translation])", "let absent = walk")]
    [InlineData("a walk is behind the own writes", "x86-own-stale", "let absent = walk & domain(tr-ib ; [fault & Translation])", "let absent = walk")]
    [InlineData("any write is before a walk that finds nothing", "x86-own-sb", "[load | locked | local] ; po ; [absent]", "[access | local] ; po ; [absent]")]
    [InlineData("INVLPG is of all pages", "x86-shoot-other", "[local] ; (po & inv-domain) ; [walk]", "[local] ; po ; [walk]")]
    [InlineData("a walk is as late as its access", "x86-shoot-early", "let absent = walk & domain(tr-ib ; [fault & Translation])", "let absent = walk")]
    [InlineData("permissions are not cached", "x86-upgrade-once", "(tr-ib ; [fault & Translation])", "(tr-ib ; [fault])")]
    [InlineData("D is never cached", "x86-dirty-lost", "let absent = walk & domain(tr-ib ; [fault & Translation])", "let absent = walk & domain(tr-ib ; [store])")]
    public void Check_WithAStrongerClause_ForbidsWhatTheModelAllows(string clause, string test, string text, string stronger)
    {
        Assert.True(ModelMutant.IsReachable(test, BuiltInModels.Get(Model)), clause);
        Assert.False(ModelMutant.IsReachable(test, ModelMutant.Of(Model, (text, stronger))), clause);
    }
}
