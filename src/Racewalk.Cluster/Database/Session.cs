using System.Diagnostics;
using Npgsql;

namespace Racewalk.Cluster.Database;

/// <summary>One connection, made anew when it is lost. One thread uses it.</summary>
/// <param name="database">The database.</param>
/// <param name="options">How long to try again.</param>
internal sealed class Session(ClusterDatabase database, ClusterOptions options) : IDisposable
{
    private static readonly TimeSpan s_firstWait = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(2);
    private NpgsqlConnection? _connection;

    /// <summary>
    /// Does something in one transaction, again from the beginning if the connection or the server is lost, the disk is full or the like. The answer to a COMMIT can be lost as well: what
    /// is done must find out, when it is done again, that it was done.
    /// </summary>
    /// <param name="work">What to do.</param>
    /// <param name="cancellation">Ends waiting for a lost database.</param>
    /// <exception cref="ClusterException">The database stays lost, or refuses.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while waiting.</exception>
    public T Run<T>(Func<Statements, T> work, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        TimeSpan wait = s_firstWait;
        while (true)
        {
            try
            {
                return RunOnce(work);
            }
            catch (Exception e) when (Transience.IsTransient(e))
            {
                Drop();
                if (Stopwatch.GetElapsedTime(start) >= options.RetryFor)
                {
                    throw new ClusterException($"the database was tried for {options.RetryFor.TotalSeconds:0.#} s: {e.Message}");
                }
            }
            catch (PostgresException e)
            {
                Drop();
                throw new ClusterException($"the database refuses: {e.MessageText}");
            }

            cancellation.WaitHandle.WaitOne(wait);
            cancellation.ThrowIfCancellationRequested();
            wait = wait * 2 < s_longestWait ? wait * 2 : s_longestWait;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Drop();

    private T RunOnce<T>(Func<Statements, T> work)
    {
        _connection ??= database.Open();
        using NpgsqlTransaction transaction = _connection.BeginTransaction();
        T result = work(new Statements(_connection, options.Fault));
        options.Fault?.Invoke("before COMMIT");
        transaction.Commit();
        options.Fault?.Invoke("after COMMIT");
        return result;
    }

    private void Drop()
    {
        _connection?.Dispose();
        _connection = null;
    }
}
