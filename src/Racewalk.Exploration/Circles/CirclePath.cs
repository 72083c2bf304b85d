using Racewalk.Programs;

namespace Racewalk.Exploration.Circles;

/// <summary>One way through a context, told access by access in program order.</summary>
public sealed class CirclePath
{
    private readonly DependencyCircles _circles;
    private readonly int _thread;
    private readonly int _context;
    private readonly List<List<Cause>> _reads = [];
    private readonly Dictionary<int, Written> _written = [];
    private int _place;

    internal CirclePath(DependencyCircles circles, int thread, int context) => (_circles, _thread, _context) = (circles, thread, context);

    /// <summary>A read, which has the next ordinal.</summary>
    /// <param name="location">Where.</param>
    /// <param name="isPlain">Whether it is plain.</param>
    /// <param name="value">The value on this way; null if it may be any.</param>
    /// <param name="causes">The reads that decide its address, and those branched on before.</param>
    public void Read(int location, bool isPlain, ulong? value, ReadSet causes)
    {
        int read = Add(location, isPlain, isWrite: false, value);
        Link(causes, values: default, read);
        List<Cause> own = [new Cause(read, IsValue: true)];
        if (_written.TryGetValue(location, out Written write) && (value is null || write.Value is null || value == write.Value))
        {
            own.AddRange(write.Data);
            if (write.HasAddress)
            {
                _circles.Link(write.Vertex, read, isValue: true);
            }
        }

        _reads.Add(own);
    }

    /// <summary>A write.</summary>
    /// <param name="location">Where.</param>
    /// <param name="isPlain">Whether it is plain.</param>
    /// <param name="value">The value; null if it is not known.</param>
    /// <param name="causes">Where it depends on reads.</param>
    public void Write(int location, bool isPlain, ulong? value, WriteCauses causes)
    {
        int write = Add(location, isPlain, isWrite: true, value);
        Link(causes.Address | causes.Data | causes.Control, causes.Values, write);
        _written[location] = new Written(write, value, [.. Causes(causes.Data, causes.Values)], !causes.Address.IsEmpty);
    }

    /// <summary>The end of the way.</summary>
    /// <param name="control">The reads that it branched on.</param>
    public void End(ReadSet control)
    {
        foreach (Cause cause in Causes(control, default))
        {
            _circles.Branch(_thread, _context, cause.Read);
        }
    }

    private int Add(int location, bool isPlain, bool isWrite, ulong? value) =>
        _circles.Add(new CircleVertex(_thread, _context, _place++, isWrite, isPlain, location, value));

    private void Link(ReadSet reads, ReadSet values, int to)
    {
        foreach (Cause cause in Causes(reads, values))
        {
            _circles.Link(cause.Read, to, cause.IsValue);
        }
    }

    // A dependency on what the thread wrote and read back is one on what was written.
    private IEnumerable<Cause> Causes(ReadSet reads, ReadSet values)
    {
        for (int r = 0; r < _reads.Count; r++)
        {
            if (reads.Contains(r))
            {
                foreach (Cause cause in _reads[r])
                {
                    yield return cause with { IsValue = cause.IsValue && values.Contains(r) };
                }
            }
        }
    }

    private readonly record struct Cause(int Read, bool IsValue);

    private readonly record struct Written(int Vertex, ulong? Value, Cause[] Data, bool HasAddress);
}

/// <summary>What a write depends on.</summary>
/// <param name="Address">The reads that decide its address.</param>
/// <param name="Data">The reads that its value depends on, as is recorded.</param>
/// <param name="Control">The reads branched on before.</param>
/// <param name="Values">Those of <paramref name="Data"/> that its value follows from and does not only seem to.</param>
public readonly record struct WriteCauses(ReadSet Address, ReadSet Data, ReadSet Control, ReadSet Values);
