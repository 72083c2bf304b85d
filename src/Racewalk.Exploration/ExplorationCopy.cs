using Racewalk.Models;
using Racewalk.Programs;

namespace Racewalk.Exploration;

/// <summary>
/// What one worker explores: the same program as the others', but with objects of its own, as the threads' code of several workers runs at the same time.
/// </summary>
/// <param name="Program">The program; it must do what the first one does, operation by operation.</param>
/// <param name="Visitor">The kind of visitor for this copy; null where the first worker has none.</param>
/// <param name="Model">The memory model, if it was given as checks on graphs; models keep scratch state.</param>
public sealed record ExplorationCopy(CheckedProgram Program, IMergeableVisitor? Visitor = null, IGraphModel? Model = null);
