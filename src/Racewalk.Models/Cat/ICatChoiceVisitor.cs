namespace Racewalk.Models.Cat;

/// <summary>Is shown the consistent executions of a candidate, one for each way to make the choices of the model.</summary>
public interface ICatChoiceVisitor
{
    /// <summary>
    /// Looks at a consistent execution: <see cref="CatEvaluation.RaisedFlags"/>, <see cref="CatEvaluation.TryGetRelation"/> and the like are about it while
    /// this runs. Returns whether to go on.
    /// </summary>
    bool OnConsistent(CatEvaluation evaluation);
}
