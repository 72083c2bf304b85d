using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Checking;

/// <summary>What the executions of a test come to.</summary>
public sealed record LitmusResult
{
    /// <summary>The test.</summary>
    public required string Name { get; init; }

    /// <summary>What it asks.</summary>
    public required LitmusQuestion Question { get; init; }

    /// <summary>The final states, in ordinal order of their text.</summary>
    public required IReadOnlyList<LitmusState> States { get; init; }

    /// <summary>Executions whose final state satisfies the condition.</summary>
    public required long Positive { get; init; }

    /// <summary>Executions whose final state does not.</summary>
    public required long Negative { get; init; }

    /// <summary>Flags that the model raised in some execution, ordinal order.</summary>
    public required IReadOnlyList<string> Flags { get; init; }

    /// <summary>Why the result is not the whole truth; empty if it is.</summary>
    public required IReadOnlyList<string> Bounds { get; init; }

    /// <summary>
    /// What executions of the test do that it must not do, each with its place in the file: their end is not known, and they are left out.
    /// </summary>
    public IReadOnlyList<string> Mistakes { get; init; } = [];

    /// <summary>What a reader of the test may have overlooked, each with its place in the file.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Whether candidates with values out of thin air, which the monotone checks do not exclude, were left out.</summary>
    public required bool HasThinAir { get; init; }

    /// <summary>
    /// Whether the model chooses relations of its own (<c>with</c>), so that an execution counts once for each choice and the counts say nothing; of the
    /// explorer, whether an update by the hardware may have been counted for each of the writes that it could be of.
    /// </summary>
    public required bool HasExistentialRelations { get; init; }

    /// <summary>Candidates that were complete and asked the whole model, for measurements.</summary>
    public required long Candidates { get; init; }

    /// <summary>The first execution found that satisfies the condition, if pictures were asked for.</summary>
    public LitmusPicture? PositivePicture { get; init; }

    /// <summary>The first execution found that does not satisfy the condition, if pictures were asked for.</summary>
    public LitmusPicture? NegativePicture { get; init; }

    /// <summary>The execution that a reader wants to see: of a condition on all states a counterexample if there is one, else a witness.</summary>
    public LitmusPicture? Picture => Question.Quantifier == Quantifier.ForAll ? NegativePicture ?? PositivePicture : PositivePicture ?? NegativePicture;

    /// <summary>Whether the condition, as it is quantified, holds; for tests without condition true.</summary>
    public bool IsOk => Question.Quantifier switch
    {
        Quantifier.Exists => Positive > 0,
        Quantifier.NotExists => Positive == 0,
        Quantifier.ForAll => Negative == 0,
        _ => true,
    };

    /// <summary>herd7's word for how often the condition is satisfied: Always, Sometimes or Never.</summary>
    public string Observation => Positive == 0 ? "Never" : Negative == 0 ? "Always" : "Sometimes";
}

/// <summary>A final state.</summary>
/// <param name="Text">As herd7 prints it: <c>0:r1=1; [x]=2;</c>.</param>
/// <param name="Satisfies">Whether it satisfies the condition.</param>
/// <param name="Executions">How many executions end in it.</param>
public sealed record LitmusState(string Text, bool Satisfies, long Executions);
