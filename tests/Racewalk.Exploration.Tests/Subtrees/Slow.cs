namespace Racewalk.Exploration.Tests.Subtrees;

// Takes so long over each execution that other workers get a part of the search, however busy the machine is.
internal sealed class Slow : IMergeableVisitor
{
    public bool Visit(IExecution execution)
    {
        Thread.Sleep(1);
        return true;
    }

    public IMergeableVisitor Fresh() => new Slow();

    public void Append(IMergeableVisitor next)
    {
    }
}
