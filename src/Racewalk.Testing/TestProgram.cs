using System.Numerics;
using Racewalk.Models;
using Racewalk.Programs;

namespace Racewalk.Testing;

/// <summary>A small program to check: shared memory, the threads that use it, and what must be true at the end. Made by the function that <see cref="Model.Check"/> is given.</summary>
/// <remarks>What threads share is declared here. Whatever else they capture must not change; a change that is found is a <see cref="ModelMisuseException"/>.</remarks>
public sealed class TestProgram
{
    internal const ulong WordSize = 8;
    private const ulong FirstAddress = 0x1000;

    private readonly List<Region> _regions = [];
    private readonly List<(string Name, ThreadBody Body)> _threads = [];
    private readonly List<Behaviour> _behaviours = [];
    private readonly List<Action> _finals = [];
    private readonly CapturedState _captured = new();
    private ulong _next = FirstAddress;
    private bool _isBuilt;

    internal TestProgram(MemoryModel model, ModelOptions options)
    {
        Model = model;
        Acquire = options.UsesLdapr && model == MemoryModel.Armv8 ? Executions.Access.AcquirePc : Executions.Access.Acquire;
    }

    /// <summary>The memory model.</summary>
    public MemoryModel Model { get; }

    internal Executions.Access Acquire { get; }

    internal IReadOnlyList<Behaviour> Behaviours => _behaviours;

    internal IReadOnlyList<Action> Finals => _finals;

    /// <summary>Declares a shared number.</summary>
    /// <typeparam name="T"><see cref="int"/>, <see cref="uint"/>, <see cref="long"/> or <see cref="ulong"/>.</typeparam>
    /// <param name="initial">What it is at the beginning.</param>
    /// <param name="name">Its name in reports; the name of the variable or field that threads capture it by, if it is empty.</param>
    public Shared<T> Shared<T>(T initial, string name = "")
        where T : unmanaged, IBinaryInteger<T>
    {
        var shared = new Shared<T>(new SharedWord(this, Allocate(name, [initial], isArray: false)));
        _regions[^1].Owner = shared;
        return shared;
    }

    /// <summary>Declares a shared truth value.</summary>
    /// <param name="initial">What it is at the beginning.</param>
    /// <param name="name">Its name in reports; as of <see cref="Shared{T}(T, string)"/>.</param>
    public SharedFlag Shared(bool initial, string name = "")
    {
        ulong address = Allocate(new Region { Name = name, Initial = [initial ? 1UL : 0], Format = static bits => bits != 0 ? "true" : "false" });
        var shared = new SharedFlag(new SharedWord(this, address));
        _regions[^1].Owner = shared;
        return shared;
    }

    /// <summary>Declares an array of shared numbers, all 0 at the beginning.</summary>
    /// <typeparam name="T"><see cref="int"/>, <see cref="uint"/>, <see cref="long"/> or <see cref="ulong"/>.</typeparam>
    /// <param name="length">How many there are.</param>
    /// <param name="name">Its name in reports; as of <see cref="Shared{T}(T, string)"/>.</param>
    public SharedArray<T> SharedArray<T>(int length, string name = "")
        where T : unmanaged, IBinaryInteger<T> => SharedArray(new T[length], name);

    /// <summary>Declares an array of shared numbers.</summary>
    /// <typeparam name="T"><see cref="int"/>, <see cref="uint"/>, <see cref="long"/> or <see cref="ulong"/>.</typeparam>
    /// <param name="initial">What they are at the beginning.</param>
    /// <param name="name">Its name in reports; as of <see cref="Shared{T}(T, string)"/>.</param>
    public SharedArray<T> SharedArray<T>(T[] initial, string name = "")
        where T : unmanaged, IBinaryInteger<T>
    {
        ArgumentOutOfRangeException.ThrowIfZero(initial.Length);
        var shared = new SharedArray<T>(this, Allocate(name, initial, isArray: true), initial.Length);
        _regions[^1].Owner = shared;
        return shared;
    }

    /// <summary>Adds a thread.</summary>
    /// <param name="name">Its name, the head of its column.</param>
    /// <param name="code">What it does: run again and again, as a function of what it reads. An exception that it throws is a violation.</param>
    public void Thread(string name, Action code) => Threads(1, name, code);

    /// <summary>Adds identical threads.</summary>
    /// <param name="count">How many.</param>
    /// <param name="name">Their name.</param>
    /// <param name="code">What each does.</param>
    public void Threads(int count, string name, Action code)
    {
        CheckOpen();
        ThreadBody body = BodyOf(name, code);
        for (int i = 0; i < count; i++)
        {
            _threads.Add((name, body));
        }

        _captured.Add(code);
    }

    /// <summary>Adds a look at what memory holds when every thread has ended: properties by <see cref="Check.That"/>. An exception that it throws is a violation.</summary>
    /// <param name="check">The look; it may read shared memory and what threads observed.</param>
    public void Final(Action check)
    {
        CheckOpen();
        _finals.Add(check);
    }

    /// <summary>Declares a value that a thread leaves for <see cref="Final"/>.</summary>
    /// <typeparam name="T"><see cref="int"/>, <see cref="uint"/>, <see cref="long"/> or <see cref="ulong"/>.</typeparam>
    /// <param name="name">Its name, unique.</param>
    public Observed<T> Observed<T>(string name)
        where T : unmanaged, IBinaryInteger<T>
    {
        Cell.CheckType<T>();
        return new Observed<T>(this, name);
    }

    /// <summary>Declares a behaviour that some complete execution must show, or else the check is inconclusive: that the consumer sees a message at all.</summary>
    /// <param name="name">What happens.</param>
    public Behaviour MustHappen(string name)
    {
        CheckOpen();
        _behaviours.Add(new Behaviour(name, _behaviours.Count));
        return _behaviours[^1];
    }

    internal string NameOf(ulong address)
    {
        Region region = RegionOf(address);
        return region.IsArray ? FormattableString.Invariant($"{region.Name}[{(address - region.Address) / WordSize}]") : region.Name;
    }

    internal string RegionNameOf(ulong address) => RegionOf(address).Name;

    internal string Format(ulong address, ulong bits) => RegionOf(address).Format(bits);

    internal CheckedProgram Build(string name)
    {
        CheckOpen();
        _isBuilt = true;
        if (_threads.Count == 0)
        {
            throw new ArgumentException("the program has no threads: nothing would be checked");
        }

        for (int i = 0; i < _regions.Count; i++)
        {
            if (_regions[i].Name.Length == 0)
            {
                _regions[i].Name = _captured.NameOf(_regions[i].Owner!) ?? FormattableString.Invariant($"shared{i}");
            }
        }

        return new CheckedProgram
        {
            Name = name,
            Threads = [.. _threads.Select(static t => t.Body)],
            ThreadNames = [.. _threads.Select(static t => t.Name)],
            LocationName = NameOf,
            Initial = _regions.SelectMany(static r => r.Initial.Select((value, i) => (Address: r.Address + (WordSize * (ulong)i), Value: value)))
                .ToDictionary(static w => w.Address, static w => w.Value),
        };
    }

    /// <summary>Looks at the end of an execution. Returns what is broken, or null.</summary>
    internal string? RunFinals(Exploration.IExecution execution)
    {
        Ambient? outer = Ambient.Enter(new Ambient(this, null, execution));
        try
        {
            foreach (Action final in _finals)
            {
                final();
            }

            return null;
        }
        catch (Exception e) when (ThreadFailure.IsProperty(e))
        {
            return ThreadFailure.Describe(e);
        }
        finally
        {
            Ambient.Enter(outer);
            if (_finals.Count > 0)
            {
                // Final may well count what it sees.
                _captured.Forget();
            }
        }
    }

    private ThreadBody BodyOf(string name, Action code) => context =>
    {
        _captured.Remember();
        Ambient? outer = Ambient.Enter(new Ambient(this, context, null));
        try
        {
            code();
        }
        catch (Exception e) when (!context.IsUnwinding && ThreadFailure.IsProperty(e))
        {
            context.Fail(ViolationKind.Assertion, ThreadFailure.Describe(e));
        }
        finally
        {
            Ambient.Enter(outer);
            _captured.Compare(name);
        }
    };

    private ulong Allocate<T>(string name, T[] initial, bool isArray)
        where T : unmanaged, IBinaryInteger<T>
    {
        Cell.CheckType<T>();
        return Allocate(new Region
        {
            Name = name,
            IsArray = isArray,
            Initial = [.. initial.Select(Cell.Encode)],
            Format = static bits => Cell.Decode<T>(bits).ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        });
    }

    private ulong Allocate(Region region)
    {
        CheckOpen();
        region.Address = _next;
        _next += WordSize * (ulong)region.Initial.Length;
        _regions.Add(region);
        return region.Address;
    }

    private Region RegionOf(ulong address) => _regions.First(r => address >= r.Address && address - r.Address < WordSize * (ulong)r.Initial.Length);

    private void CheckOpen()
    {
        if (_isBuilt)
        {
            throw new ModelMisuseException("memory and threads are declared before the check begins, not in threads or Final");
        }
    }

    private sealed class Region
    {
        internal required string Name { get; set; }

        internal required ulong[] Initial { get; init; }

        internal required Func<ulong, string> Format { get; init; }

        internal bool IsArray { get; init; }

        internal ulong Address { get; set; }

        internal object? Owner { get; set; }
    }
}
