namespace Racewalk.Exploration.Clocks;

/// <summary>What tells SC and TSO apart for an explorer by clocks. A struct, so that the JIT makes one search for each.</summary>
internal interface IClockOrder
{
    /// <summary>Whether writes wait in a store buffer that later reads of the same CPU pass (x86-TSO).</summary>
    static abstract bool HasStoreBuffer { get; }

    /// <summary>Whether events are also ordered behind their twins in identical threads, see <see cref="ClockSearch{TOrder}"/>.</summary>
    static abstract bool HasTwins { get; }
}

/// <summary>Sequential consistency: one chain a thread.</summary>
internal readonly struct ScOrder : IClockOrder
{
    public static bool HasStoreBuffer => false;

    public static bool HasTwins => false;
}

/// <summary>x86-TSO: reads in a chain, writes in a chain; barriers and locked instructions join them.</summary>
internal readonly struct TsoOrder : IClockOrder
{
    public static bool HasStoreBuffer => true;

    public static bool HasTwins => false;
}

/// <summary>An order with twins, for the reduction by symmetry.</summary>
internal readonly struct TwinOrder<TOrder> : IClockOrder
    where TOrder : struct, IClockOrder
{
    public static bool HasStoreBuffer => TOrder.HasStoreBuffer;

    public static bool HasTwins => true;
}
