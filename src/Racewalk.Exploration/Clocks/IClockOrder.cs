namespace Racewalk.Exploration.Clocks;

/// <summary>What tells SC and TSO apart for an explorer by clocks. A struct, so that the JIT makes one search for each.</summary>
internal interface IClockOrder
{
    /// <summary>Whether writes wait in a store buffer that later reads of the same CPU pass (x86-TSO).</summary>
    static abstract bool HasStoreBuffer { get; }
}

/// <summary>Sequential consistency: one chain a thread.</summary>
internal readonly struct ScOrder : IClockOrder
{
    public static bool HasStoreBuffer => false;
}

/// <summary>x86-TSO: reads in a chain, writes in a chain; barriers and locked instructions join them.</summary>
internal readonly struct TsoOrder : IClockOrder
{
    public static bool HasStoreBuffer => true;
}
