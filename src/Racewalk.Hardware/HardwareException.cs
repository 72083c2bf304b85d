namespace Racewalk.Hardware;

/// <summary>Code on a CPU broke a rule of the machine, or asked for what cannot be: a lock given back that is not held, an address that is not mapped, a frame freed twice.</summary>
public class HardwareException : Exception
{
    /// <summary>With what happened.</summary>
    public HardwareException(string message)
        : base(message)
    {
    }
}

/// <summary>A CPU has waited so long for something that it counts as stuck: a deadlock, most likely.</summary>
public sealed class StuckException : HardwareException
{
    /// <summary>With what it waits for.</summary>
    public StuckException(string message)
        : base(message)
    {
    }
}

/// <summary>There is no memory left.</summary>
public sealed class OutOfFramesException : HardwareException
{
    /// <summary>With what was asked for.</summary>
    public OutOfFramesException(string message)
        : base(message)
    {
    }
}
