using Npgsql;
using Racewalk.Cluster.Database;

namespace Racewalk.Cluster.Workers;

/// <summary>
/// Listens for the workers of a process, sends their heart beats and looks for the dead, on a thread and a connection of its own, so that none of that waits for an exploration. Whatever goes
/// wrong here costs time and nothing else: claims say what is whose.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="options">How often.</param>
/// <param name="workers">The workers that live as long as this.</param>
/// <param name="listeners">Who is told.</param>
internal sealed class Ear(ClusterDatabase database, ClusterOptions options, Guid[] workers, IReadOnlyList<WorkerSignals> listeners) : IDisposable
{
    private readonly CancellationTokenSource _end = new();
    private Thread? _thread;

    /// <summary>Begins to listen.</summary>
    public void Begin()
    {
        _thread = new Thread(Run) { Name = "cluster ear", IsBackground = true };
        _thread.Start();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _end.Cancel();
        _thread?.Join();
        _end.Dispose();
    }

    private void Run()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                using NpgsqlConnection connection = database.Open();
                connection.Notification += (_, e) => Hear(e.Payload);
                Listen(connection);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException or IOException or ClusterException or InvalidOperationException)
            {
                // Those who explore meet the same, and say so if it lasts.
                _end.Token.WaitHandle.WaitOne(options.Beat);
            }
        }
    }

    private void Listen(NpgsqlConnection connection)
    {
        var statements = new Statements(connection, fault: null);
        statements.Execute("LISTEN " + Messages.Channel);
        // What was told before is lost.
        Hear(Messages.Work);
        Hear(Messages.Dropped);
        long nextBeat = Environment.TickCount64;
        while (!_end.IsCancellationRequested)
        {
            if (Environment.TickCount64 >= nextBeat)
            {
                nextBeat = Environment.TickCount64 + (long)options.Beat.TotalMilliseconds;
                WorkerTable.Beat(statements, workers);
                WorkerTable.BuryDead(statements, options.DeadAfter);
            }

            // Not longer than that, so that the process need not wait for its end.
            connection.Wait(Math.Min((int)options.Beat.TotalMilliseconds, 100));
        }
    }

    private void Hear(string message)
    {
        foreach (WorkerSignals signals in listeners)
        {
            switch (message)
            {
                case Messages.Work or Messages.Ended:
                    signals.Wake();
                    break;
                case Messages.Hungry:
                    signals.OthersAreHungry = true;
                    break;
                case Messages.Dropped:
                    signals.IsDropped = true;
                    break;
            }
        }
    }
}
