namespace Racewalk.Mm.Hvo;

/// <summary>Names of the steps of a speculative reference.</summary>
public static class PageRefSteps
{
    /// <summary>rcu_read_lock and rcu_read_unlock around the check and the reference.</summary>
    public const string Rcu = "ref-rcu";

    /// <summary>Is the static key off?</summary>
    public const string Key = "ref-static-key";

    /// <summary>Read the count.</summary>
    public const string Count = "ref-count";

    /// <summary>Read the count with acquire.</summary>
    public const string Acquire = "ref-acquire";

    /// <summary>Look for a fake head.</summary>
    public const string FakeHead = "ref-fake-head";

    /// <summary>atomic_add_unless.</summary>
    public const string Add = "ref-add-unless";
}
