using System.Runtime.InteropServices;
using System.Text.Json;

namespace Racewalk.Bench;

/// <summary>The figures for other programs.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void Write(BenchResult result, string path) => Write(
        path,
        new
        {
            Runtime = RuntimeInformation.FrameworkDescription,
            Architecture = RuntimeInformation.ProcessArchitecture.ToString(),
            result.Rounds,
            result.PeerStartUp,
            result.GeometricMeanRatio,
            result.GeometricMeanRatioOfMinima,
            result.GeometricMeanColdRatio,
            result.Measurements,
        });

    public static void Write(LitmusBenchResult result, string path) => Write(
        path,
        new
        {
            Runtime = RuntimeInformation.FrameworkDescription,
            Architecture = RuntimeInformation.ProcessArchitecture.ToString(),
            result.Rounds,
            result.StartUps,
            result.GeometricMeanWarmRatio,
            result.GeometricMeanProcessRatio,
            result.Measurements,
            result.LeftOut,
        });

    private static void Write(string path, object document)
    {
        try
        {
            File.WriteAllText(path, JsonSerializer.Serialize(document, s_options) + "\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BenchException($"cannot write {path}: {e.Message}");
        }
    }
}
