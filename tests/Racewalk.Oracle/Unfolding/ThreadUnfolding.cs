using Racewalk.Executions;
using Racewalk.Oracle.Axioms;

namespace Racewalk.Oracle.Unfolding;

/// <summary>One way in which a thread can go, for values that its reads might read and interrupts that it might take.</summary>
internal sealed class ThreadUnfolding
{
    private readonly Relation?[] _orders = new Relation?[OracleModel.All.Count];
    private ThreadRelations? _relations;

    /// <summary>An unfolding.</summary>
    /// <param name="events">Its events in program order.</param>
    /// <param name="isBlocked">Whether the thread stays blocked at the end of them.</param>
    public ThreadUnfolding(ThreadEvent[] events, bool isBlocked)
    {
        Events = events;
        IsBlocked = isBlocked;
    }

    /// <summary>The events in program order.</summary>
    public ThreadEvent[] Events { get; }

    /// <summary>Whether the thread stays blocked.</summary>
    public bool IsBlocked { get; }

    /// <summary>
    /// Pairs of location and value (see <see cref="ValueDomain"/>) that some read needs and only another thread can write.
    /// </summary>
    public ulong Needs { get; private set; }

    /// <summary>Pairs of location and value that it writes.</summary>
    public ulong Provides { get; private set; }

    /// <summary>The sets and relations of the axioms.</summary>
    public ThreadRelations Relations => _relations ??= new ThreadRelations(Events);

    /// <summary>The order that a model gives to the events of the thread, whatever other threads do.</summary>
    public Relation Order(OracleModel model) => _orders[model.Index] ??= model.LocalOrder(Relations);

    /// <summary>Computes <see cref="Needs"/> and <see cref="Provides"/>.</summary>
    public void Summarise(ValueDomain domain)
    {
        for (int i = 0; i < Events.Length; i++)
        {
            ThreadEvent e = Events[i];
            if (e.Kind == EventKind.Write)
            {
                Provides |= domain.Bit(e.Location, e.Value);
            }
            else if (e.Kind == EventKind.Read && e.Value != Own(i, domain))
            {
                Needs |= domain.Bit(e.Location, e.Value);
            }
        }
    }

    // What a read reads if no other thread interferes: the thread's last write before it, or the initial value.
    private ulong Own(int read, ValueDomain domain)
    {
        for (int i = read - 1; i >= 0; i--)
        {
            if (Events[i].Kind == EventKind.Write && Events[i].Location == Events[read].Location)
            {
                return Events[i].Value;
            }
        }

        return domain.Initial(Events[read].Location);
    }
}
