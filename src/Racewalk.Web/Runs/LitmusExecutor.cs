using Racewalk.Litmus.Batches;
using Racewalk.Litmus.Checking;
using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;
using Racewalk.Models.Cat;
using Racewalk.Reporting.Litmus;
using Racewalk.Reporting.Views;

namespace Racewalk.Web.Runs;

/// <summary>Runs and diagnoses litmus tests and models that come as text. What a model includes is looked for among the built-in files alone.</summary>
internal static class LitmusExecutor
{
    private const string TestName = "test";
    private const string ModelName = "model";

    /// <summary>Checks a test.</summary>
    public static RunMessage Run(LitmusRun run, RunOrder order, CancellationToken cancellation)
    {
        try
        {
            LitmusProgram program = Program(run.Test);
            CatModel model = run.Cat.Length > 0 ? Model(run.Cat) : run.Model.Length > 0 ? BuiltInModels.Get(run.Model) : LitmusEngines.BuiltInModelOf(program);
            long start = Environment.TickCount64;
            LitmusResult result = LitmusChecker.Check(program, model, new LitmusLimits(TimeSpan.FromSeconds(order.Seconds), WithPictures: true), cancellation);
            bool isForbidden = result is { Bounds.Count: 0, Positive: 0 };
            Forbidden? forbidden = isForbidden ? LitmusChecker.Explain(program, model, cancellation) : null;
            var block = new StringWriter { NewLine = "\n" };
            HerdBlock.Write(block, result, program.Info.GetValueOrDefault("Hash"), TimeSpan.FromMilliseconds(Environment.TickCount64 - start));
            return new LitmusRunResult(LitmusView.Of(program, model.Title, result, isForbidden, forbidden), block.ToString().TrimEnd('\n'));
        }
        catch (LitmusException e)
        {
            return new RunRefused(Of(e), IsModel: false);
        }
        catch (CatException e)
        {
            return new RunRefused(Of(e), IsModel: true);
        }
    }

    /// <summary>Reads a test and a model.</summary>
    public static DiagnosisResult Diagnose(DiagnosisRun run)
    {
        Diagnostic? test = null;
        Diagnostic? cat = null;
        try
        {
            _ = run.Test.Length == 0 ? null : Program(run.Test);
        }
        catch (LitmusException e)
        {
            test = Of(e);
        }

        try
        {
            _ = run.Cat.Length == 0 ? null : Model(run.Cat);
        }
        catch (CatException e)
        {
            cat = Of(e);
        }

        return new DiagnosisResult(test, cat);
    }

    private static LitmusProgram Program(string text) => LitmusReader.Lower(LitmusReader.Parse(new SourceText(TestName, text)));

    private static CatModel Model(string text) => CatModel.Parse(ModelName, text, new CatOptions { CallerChooses = BuiltInModels.ChosenBySearch });

    private static Diagnostic Of(LitmusException e) => new(e.Line, e.Column, e.Message);

    private static Diagnostic Of(CatException e) => new(e.Line, e.Column, e.Message);
}
