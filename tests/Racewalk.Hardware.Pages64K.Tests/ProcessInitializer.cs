using System.Runtime.CompilerServices;

namespace Racewalk.Hardware.Tests;

internal static class ProcessInitializer
{
    /// <summary>The size of this process's base pages, as a power of two.</summary>
    internal const int Shift = 16;

    /// <summary>Before any test has run.</summary>
    [ModuleInitializer]
    internal static void Initialize()
    {
        BasePage.Choose(Shift);
        StepControl.TurnOn();
    }
}
