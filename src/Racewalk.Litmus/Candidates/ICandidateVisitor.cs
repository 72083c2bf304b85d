using Racewalk.Models.Cat;

namespace Racewalk.Litmus.Candidates;

/// <summary>Sees what a <see cref="CandidateSearch"/> finds.</summary>
internal interface ICandidateVisitor
{
    /// <summary>A complete candidate that passes the monotone checks, with the values of all reads known.</summary>
    /// <param name="candidate">The execution.</param>
    /// <param name="values">What was read.</param>
    /// <param name="evaluation">The model; asks it whether the candidate is an execution.</param>
    /// <returns>Whether it is one.</returns>
    bool Visit(Candidate candidate, ReadValues values, CatEvaluation evaluation);

    /// <summary>Whether further ways to order invalidations, in which an execution is one as well, can still say something.</summary>
    bool WantsMoreWays => false;

    /// <summary>Another way to order the invalidations of the execution that was visited last.</summary>
    /// <returns>Whether a further one can still say something.</returns>
    bool VisitAgain(CatEvaluation evaluation) => false;

    /// <summary>A candidate whose values depend on themselves; it is not built.</summary>
    void ThinAir(Candidate candidate);

    /// <summary>A consistent candidate of which a bound cut a thread.</summary>
    void Cut(Candidate candidate, string why);

    /// <summary>A candidate in which a thread used a value as an address that no path supposes. If some path did, it might be an execution.</summary>
    void UnsupposedAddress(Candidate candidate, ulong address);
}
