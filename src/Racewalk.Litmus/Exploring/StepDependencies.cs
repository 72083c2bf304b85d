namespace Racewalk.Litmus.Exploring;

/// <summary>The dependencies of a path, as the explorer is to have them: pairs of indices of the trace's events.</summary>
/// <param name="Address">What addresses come from; of an access or fault behind a page walk also the walk's read.</param>
/// <param name="Data">What is stored comes from.</param>
/// <param name="Control">What was branched on before.</param>
internal sealed record StepDependencies(
    IEnumerable<(int From, int To)> Address, IEnumerable<(int From, int To)> Data, IEnumerable<(int From, int To)> Control);
