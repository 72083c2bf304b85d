namespace Racewalk.Models.Cat;

/// <summary>
/// What a bell file allows: the events of an instruction, such as <c>R</c> or <c>F</c>, and for each of its places the tags that may stand there. A tag
/// makes the set of the events that have it, named with a capital: <c>'once</c> is <c>Once</c>.
/// </summary>
/// <param name="Events">The kind of event.</param>
/// <param name="Tags">For each place the tags, in the order of the file.</param>
/// <param name="IsDefault">Whether these are the tags of an instruction that has none.</param>
public sealed record CatAnnotation(string Events, IReadOnlyList<IReadOnlyList<string>> Tags, bool IsDefault);
