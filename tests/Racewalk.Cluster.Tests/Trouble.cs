using Npgsql;
using Racewalk.Cluster.Tests.Servers;
using Racewalk.Testing;

namespace Racewalk.Cluster.Tests;

/// <summary>A worker is killed: nothing of what it would have done comes any more.</summary>
internal sealed class KilledException : Exception
{
}

/// <summary>
/// Meets one worker at random steps of the protocol, before a statement, before a COMMIT or when the answer to one is on its way: it is killed, loses its connection or the answer, or is taken
/// for dead though it lives.
/// </summary>
/// <param name="seed">Decides when and what.</param>
/// <param name="connectionString">The database, to take workers for dead by.</param>
/// <param name="most">Comes within so many steps, again and again.</param>
internal sealed class Trouble(ulong seed, string connectionString, int most)
{
    private readonly SplitMix64 _random = new(seed);
    private int _steps;
    private int _next = 1;

    public int Kills { get; private set; }

    public int LostConnections { get; private set; }

    public int FalseDeaths { get; private set; }

    /// <summary>Called before each step.</summary>
    public void At(string step)
    {
        if (++_steps < _next)
        {
            return;
        }

        _next = _steps + _random.Between(1, most);
        switch (_random.Below(3))
        {
            case 0:
                Kills++;
                throw new KilledException();
            case 1:
                // After COMMIT it is the answer that is lost.
                LostConnections++;
                throw new NpgsqlException($"the connection is lost {step}");
            default:
                FalseDeaths++;
                TakeAllForDead(connectionString);
                break;
        }
    }

    /// <summary>Gives back whatever anybody explores, as is done when its worker's heart beat is too old.</summary>
    public static void TakeAllForDead(string connectionString)
    {
        using NpgsqlConnection connection = PostgresServer.Open(connectionString);
        // A part that the worker's own transaction has locked is left out, as the real thing leaves it out.
        using var command = new NpgsqlCommand(
            "UPDATE racewalk.part SET claim = NULL, worker = NULL WHERE id IN (SELECT id FROM racewalk.part WHERE claim IS NOT NULL FOR UPDATE SKIP LOCKED)", connection);
        command.ExecuteNonQuery();
    }
}
