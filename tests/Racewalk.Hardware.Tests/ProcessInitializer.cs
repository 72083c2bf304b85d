using System.Runtime.CompilerServices;

namespace Racewalk.Hardware.Tests;

internal static class ProcessInitializer
{
    /// <summary>The size of this process's base pages, as a power of two: what a process has that chooses none.</summary>
    internal const int Shift = 12;

    /// <summary>Before any test has run a step.</summary>
    [ModuleInitializer]
    internal static void Initialize() => StepControl.TurnOn();
}
