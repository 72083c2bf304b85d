namespace Racewalk.Exploration.Checkpoints;

/// <summary>A visitor whose state can be written down with that of the exploration.</summary>
public interface ISavedVisitor : IMergeableVisitor
{
    /// <summary>Writes what was seen.</summary>
    void Save(BinaryWriter writer);

    /// <summary>Takes over what was written; the visitor has seen nothing yet.</summary>
    void Load(BinaryReader reader);
}
