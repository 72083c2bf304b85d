using System.Numerics;
using System.Text;
using Racewalk.Executions;

namespace Racewalk.Oracle;

/// <summary>
/// Writes an execution as a string that is the same for equal executions: what each event of each thread does and where its value comes
/// from, then the coherence order of each location. Call it thread by thread, then location by location in the order of addresses.
/// </summary>
/// <remarks>
/// Polls at a thread's end that take nothing are left out: how many there are follows from the rest, and whether an idle thread polls
/// once more is up to who made the execution.
/// </remarks>
public sealed class CanonicalWriter
{
    /// <summary>Ends the string of an execution with a data race.</summary>
    public const string Race = "data race\n";

    private readonly StringBuilder _text = new();
    private int _thread = -1;
    private int _emptyPolls;

    /// <summary>Starts the next thread.</summary>
    public void StartThread()
    {
        _emptyPolls = 0;
        _thread++;
        _text.Append('P').Append(_thread).Append(':');
    }

    /// <summary>A read.</summary>
    /// <param name="address">What is read.</param>
    /// <param name="value">The value.</param>
    /// <param name="rmw">Whether it is half of a successful read-modify-write.</param>
    /// <param name="source">The write read, as thread and place; null for the initial value.</param>
    public void Read(ulong address, ulong value, bool rmw, (int Thread, int Index)? source)
    {
        Access(rmw ? " R*" : " R", address, value);
        _text.Append("<-");
        Place(source, "init");
    }

    /// <summary>A write.</summary>
    /// <param name="address">What is written.</param>
    /// <param name="value">The value.</param>
    /// <param name="rmw">Whether it is half of a successful read-modify-write.</param>
    public void Write(ulong address, ulong value, bool rmw) => Access(rmw ? " W*" : " W", address, value);

    /// <summary>A barrier.</summary>
    /// <param name="kind">Which.</param>
    public void Fence(FenceKind kind)
    {
        Flush();
        _text.Append(" F:").Append(kind);
    }

    /// <summary>A choice.</summary>
    /// <param name="alternative">The alternative chosen.</param>
    public void Choice(ulong alternative)
    {
        Flush();
        _text.Append(" C:");
        Number(alternative);
    }

    /// <summary>A send.</summary>
    /// <param name="target">The target thread.</param>
    /// <param name="handler">The handler.</param>
    public void Send(int target, int handler)
    {
        Flush();
        _text.Append(" S:").Append(target).Append('/').Append(handler);
    }

    /// <summary>A poll.</summary>
    /// <param name="source">The send taken, as thread and place; null for none.</param>
    public void Poll((int Thread, int Index)? source)
    {
        if (source is null)
        {
            _emptyPolls++;
            return;
        }

        Flush();
        _text.Append(" I<-");
        Place(source, "");
    }

    /// <summary>Ends the thread.</summary>
    /// <param name="blocked">Whether it is blocked.</param>
    public void EndThread(bool blocked)
    {
        if (blocked)
        {
            _text.Append(" blocked");
        }

        _text.Append('\n');
    }

    /// <summary>Starts the coherence order of a location that has writes.</summary>
    /// <param name="address">The location.</param>
    public void StartCoherence(ulong address)
    {
        Hexadecimal(address);
        _text.Append(':');
    }

    /// <summary>The next write of the coherence order, as thread and place.</summary>
    /// <param name="thread">The write's thread.</param>
    /// <param name="index">Its place there.</param>
    public void NextWrite(int thread, int index)
    {
        _text.Append(' ');
        Place((thread, index), "");
    }

    /// <summary>Ends the coherence order.</summary>
    public void EndCoherence() => _text.Append('\n');

    /// <summary>The string.</summary>
    public override string ToString() => _text.ToString();

    private void Access(string kind, ulong address, ulong value)
    {
        Flush();
        _text.Append(kind);
        Hexadecimal(address);
        _text.Append('=');
        Number(value);
    }

    private void Place((int Thread, int Index)? place, string none)
    {
        if (place is { } known)
        {
            Number((ulong)known.Thread);
            _text.Append('.');
            Number((ulong)known.Index);
        }
        else
        {
            _text.Append(none);
        }
    }

    private void Flush()
    {
        for (; _emptyPolls > 0; _emptyPolls--)
        {
            _text.Append(" I");
        }
    }

    // Without a format, of which there would be as many as there are events in all executions.
    private void Hexadecimal(ulong number)
    {
        int digits = Math.Max(1, (BitOperations.Log2(number) / 4) + 1);
        _text.Append("0x");
        for (int digit = digits - 1; digit >= 0; digit--)
        {
            _text.Append("0123456789abcdef"[(int)(number >> (4 * digit) & 15)]);
        }
    }

    private void Number(ulong number)
    {
        if (number < 10)
        {
            _text.Append((char)('0' + number));
        }
        else
        {
            _text.Append(number);
        }
    }
}
