using System.Runtime.CompilerServices;

namespace Racewalk.Hardware.Tests;

internal static class StepControlInitializer
{
    /// <summary>Before any test has run a step.</summary>
    [ModuleInitializer]
    internal static void Initialize() => StepControl.TurnOn();
}
