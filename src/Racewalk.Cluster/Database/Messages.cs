namespace Racewalk.Cluster.Database;

/// <summary>What is told by NOTIFY. It only wakes: whoever is told looks, and who is not told looks later.</summary>
internal static class Messages
{
    /// <summary>The channel.</summary>
    public const string Channel = "racewalk";

    /// <summary>There are parts that nobody explores.</summary>
    public const string Work = "work";

    /// <summary>A worker has nothing to do.</summary>
    public const string Hungry = "hungry";

    /// <summary>Parts are not wanted any more.</summary>
    public const string Dropped = "dropped";

    /// <summary>A job has ended.</summary>
    public const string Ended = "ended";
}
