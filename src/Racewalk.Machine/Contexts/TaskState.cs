namespace Racewalk.Machine.Contexts;

/// <summary>How a context of a CPU stands.</summary>
internal enum TaskState
{
    /// <summary>Nobody has woken it yet.</summary>
    Unwoken,

    /// <summary>It runs or could run.</summary>
    Ready,

    /// <summary>It waits for something and leaves the CPU to others.</summary>
    Sleeping,

    /// <summary>It has ended.</summary>
    Finished,
}
