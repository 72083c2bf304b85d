namespace Racewalk.Hardware;

/// <summary>Code on a CPU cannot go on.</summary>
public abstract class HardwareException : Exception
{
    /// <summary>With what happened.</summary>
    private protected HardwareException(string message)
        : base(message)
    {
    }
}

/// <summary>Code on a CPU broke a rule of the machine: a wait in a section that must not wait, an address that is not mapped, a frame freed twice.</summary>
public sealed class BrokenRuleException : HardwareException
{
    /// <summary>With the rule.</summary>
    public BrokenRuleException(string message)
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
