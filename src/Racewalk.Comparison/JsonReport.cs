using System.Runtime.InteropServices;
using System.Text.Json;

namespace Racewalk.Comparison;

/// <summary>The figures for other programs.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void Write(ProgramComparison result, string path) => Write(
        path,
        new
        {
            Schema = "racewalk/bench-explore/1",
            Runtime = RuntimeInformation.FrameworkDescription,
            Architecture = RuntimeInformation.ProcessArchitecture.ToString(),
            result.Rounds,
            result.ReducesSymmetry,
            result.PeerStartUp,
            result.PeerOptions,
            result.GeometricMeanRatio,
            result.GeometricMeanRatioOfMinima,
            result.GeometricMeanColdRatio,
            result.Measurements,
        });

    public static void Write(LitmusComparison result, string path) => Write(
        path,
        new
        {
            Schema = "racewalk/bench-explore-litmus/2",
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
            throw new ComparisonException($"cannot write {path}: {e.Message}");
        }
    }
}
