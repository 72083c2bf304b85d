namespace Racewalk.Programs;

/// <summary>Why an access is not made.</summary>
public enum FaultClass : byte
{
    /// <summary>The entry is invalid.</summary>
    Translation,

    /// <summary>The access flag is clear, and the hardware does not set it.</summary>
    AccessFlag,

    /// <summary>The entry does not permit the access.</summary>
    Permission,
}
