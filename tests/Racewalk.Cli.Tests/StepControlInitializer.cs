using System.Runtime.CompilerServices;
using Racewalk.Hardware;

namespace Racewalk.Cli.Tests;

internal static class StepControlInitializer
{
    /// <summary>Before any test has measured without it: a process decides it once.</summary>
    [ModuleInitializer]
    internal static void Initialize() => StepControl.TurnOn();
}
