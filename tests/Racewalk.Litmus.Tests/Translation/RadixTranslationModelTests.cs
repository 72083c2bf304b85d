using Racewalk.Models.Cat;

namespace Racewalk.Litmus.Tests.Translation;

/// <summary>
/// Each clause of power-radix matters: without it, or with a stronger one, a test of the project's own has another verdict. Its own verdicts are in
/// examples/page-tables. What completes an invalidation (p4) the dialect knows as well: RadixDescriptorTests.
/// </summary>
public sealed class RadixTranslationModelTests
{
    private const string Model = "power-radix";
    private const string OneFence = "let finished = [TLBIE] ; po ; [EIEIO] ; po ; [TLBSYNC] ; po ; [PTESYNC] ; po ; [M]";

    [Theory]
    [InlineData("p1", "radix-pub-data", "let dd = addr | data | translates", "let dd = [access] ; (addr | data)")]
    [InlineData("p1, later writes", "radix-spec", "(addr | translates) ; po ; [memory]", "addr ; po ; [memory]", " | translates ; [fault]", "")]
    [InlineData("p2, ptesync", "radix-map-ptesync", "po ; [PTESYNC] ; po ; [M] | used", "po ; [PTESYNC] ; po ; [memory] | used")]
    [InlineData("p2, ptesync and the own write", "radix-pub-ptesync", "po ; [PTESYNC] ; po ; [M] | used", "po ; [PTESYNC] ; po ; [memory] | used")]
    [InlineData("p2, isync", "radix-map-isync", "let ctrl-isync = (ctrl & (_ * (ISYNC | fault)) | finds)", "let ctrl-isync = finds")]
    [InlineData("p2, address", "radix-map-addr", "let dd = addr | data | translates", "let dd = addr ; [memory] | data | translates")]
    [InlineData("p3", "radix-map-ptesync", "| [absent] ; fr", "")]
    [InlineData("p3, own writes", "radix-pub-ptesync", "| [absent] ; fr", "| [absent] ; fr & ext")]
    [InlineData("p3, permissions", "radix-upgrade", "(tr-ib ; [fault])", "(tr-ib ; [fault & Translation])")]
    [InlineData("p5, before", "radix-shoot", "let used = tr-ib^-1 ; ended | ended & int", "let used = ended & int")]
    [InlineData("p5, before, with isync", "radix-shoot-isync", "let used = tr-ib^-1 ; ended | ended & int", "let used = ended & int", " | rfe | ended", " | rfe")]
    [InlineData("p5, before, own thread", "radix-own-local", "let used = tr-ib^-1 ; ended | ended & int", "let used = 0", " | rfe | ended", " | rfe")]
    [InlineData("p5, behind", "radix-shoot", "irreflexive TLBI-after ; [walk] ; fr ; before as invalidation", "")]
    [InlineData("p5, behind, own thread", "radix-own-local", "irreflexive TLBI-after ; [walk] ; fr ; before as invalidation", "")]
    [InlineData("p5, cumulative", "radix-shoot-cumul", "[memory & W] ; (prop | rfe)? ; po", "[memory & W] ; po")]
    [InlineData("p4, tlbie", "radix-shoot", OneFence, "let finished = 0")]
    [InlineData("p4, tlbiel", "radix-own-local", "| [TLBIEL] ; po ; [PTESYNC] ; po ; [M]", "")]
    [InlineData("p6", "radix-protect-kept", "empty ([walk] ; rmw ; [update]) & (fr ; co) as update-atomicity", "")]
    [InlineData("atomic instructions", "radix-protect-atomic", "empty ([access] ; rmw ; [access]) & ((fr & ext) ; coe) as atomicity", "")]
    [InlineData("a walk sees no later write of its thread", "radix-own-later", "(addr | translates) ; po ; [memory]", "addr ; po ; [memory]", " | translates ; [fault]", "")]
    public void Check_WithoutAClause_AllowsWhatTheModelForbids(string clause, string test, string text, string weaker, string text2 = "", string weaker2 = "")
    {
        Assert.False(ModelMutant.IsReachable(test, BuiltInModels.Get(Model)), clause);
        (string, string)[] changes = text2.Length == 0 ? [(text, weaker)] : [(text, weaker), (text2, weaker2)];
        Assert.True(ModelMutant.IsReachable(test, ModelMutant.Of(Model, changes)), clause);
    }

    [Theory]
    [InlineData("a walk is behind the own write", "radix-pub", "let strong = between(SYNC)", "let strong = between(SYNC) | [access] ; po ; [absent]")]
    [InlineData("sync orders walks", "radix-pub-sync", "let strong = between(SYNC)", "let strong = [memory] ; po ; [SYNC] ; po ; [access | walk]")]
    [InlineData("sync orders walks", "radix-map-sync", "let strong = between(SYNC)", "let strong = [memory] ; po ; [SYNC] ; po ; [access | walk]")]
    [InlineData("a branch orders walks", "radix-map-ctrl", "let ci0 = ctrl-isync", "let ci0 = ctrl ; [walk] | ctrl-isync")]
    [InlineData("a valid walk is fresh", "radix-own-stale", "let absent = walk & domain(tr-ib ; [fault])", "let absent = walk")]
    [InlineData("C is seen before the store", "radix-change-late", "let cc0 = dd", "let cc0 = dd | rmw^-1 ; tr-ib ; [W]", "let light = ", "let light = rmw^-1 ; tr-ib ; [W] | ")]
    [InlineData("walks are in order", "radix-shoot-po", "let ii0 = dd | rfi | rdw", "let ii0 = dd | rfi | rdw | [R] ; po ; [R]")]
    [InlineData("the first ptesync is not needed", "radix-shoot-nofirst", "(prop | rfe)? ; po ; [PTESYNC] ; po ; [TLBI]", "(prop | rfe)? ; po ; [TLBI]")]
    public void Check_WithAStrongerClause_ForbidsWhatTheModelAllows(string clause, string test, string text, string stronger, string text2 = "", string stronger2 = "")
    {
        Assert.True(ModelMutant.IsReachable(test, BuiltInModels.Get(Model)), clause);
        (string, string)[] changes = text2.Length == 0 ? [(text, stronger)] : [(text, stronger), (text2, stronger2)];
        Assert.False(ModelMutant.IsReachable(test, ModelMutant.Of(Model, changes)), clause);
    }
}
