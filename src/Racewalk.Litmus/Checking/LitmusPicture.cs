namespace Racewalk.Litmus.Checking;

/// <summary>One candidate execution to be shown: events and the edges that a reader looks for.</summary>
/// <param name="Events">The memory accesses and barriers; initial writes first, then by thread and program order.</param>
/// <param name="Edges">po (direct successors), rf, co (direct successors), fr (to the next write), rmw, addr, data, ctrl; tr-ib, TLBI-after.</param>
/// <param name="FinalState">The final state's text.</param>
/// <param name="Threads">How many threads the test has; what the hardware does of its own accord is of one more each.</param>
public sealed record LitmusPicture(IReadOnlyList<PictureEvent> Events, IReadOnlyList<PictureEdge> Edges, string FinalState, int Threads);

/// <summary>An event of a picture.</summary>
/// <param name="Thread">Its thread, -1 for an initial write.</param>
/// <param name="Name">A letter or two: a, b, …, z, aa, ….</param>
/// <param name="Text">What it does: <c>W[x]=1</c>, <c>R{acquire}[x]=0</c>, <c>F{DMB.SY}</c>.</param>
/// <param name="Line">The line of its instruction in the file, from 1; 0 for initial writes.</param>
public sealed record PictureEvent(int Thread, string Name, string Text, int Line);

/// <summary>An edge of a picture, by indices of its events.</summary>
/// <param name="Label">The relation.</param>
/// <param name="From">From.</param>
/// <param name="To">To.</param>
public sealed record PictureEdge(string Label, int From, int To);
