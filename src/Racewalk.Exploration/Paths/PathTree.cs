using Racewalk.Executions;
using Racewalk.Models;
using Racewalk.Programs;

namespace Racewalk.Exploration.Paths;

/// <summary>
/// What the contexts of a program do, as far as it is known: a tree of operations for each context, edges labelled with the value that an
/// operation returned. Contexts are deterministic, so code is run only to learn a node that is not there yet.
/// </summary>
internal sealed partial class PathTree
{
    private readonly CheckedProgram _program;
    private readonly Dictionary<ulong, int> _locationByAddress = [];
    private readonly List<ulong> _addresses = [];
    private readonly Dictionary<(int Thread, int Handler, int Sender), int> _roots = [];
    private readonly List<RootInfo> _rootInfos = [];
    private PathNode[] _nodes = new PathNode[1024];
    private Dependencies[] _dependencies = new Dependencies[1024];
    private Note[]?[] _notes = new Note[1024][];
    private readonly List<WalkRule> _walkRules = [];
    private readonly bool _takesTranslation;
    private int[] _edges = new int[4096];
    private int _count;
    private int _known;

    /// <summary>The tree of a program of which nothing is known yet.</summary>
    /// <param name="program">The program.</param>
    /// <param name="takesTranslation">Whether page walks, faults and invalidations mean something to the search.</param>
    public PathTree(CheckedProgram program, bool takesTranslation)
    {
        _program = program;
        _takesTranslation = takesTranslation;
        for (int t = 0; t < program.Threads.Count; t++)
        {
            AddRoot(t, -1, -1, program.Threads[t]);
        }
    }

    public int LocationCount => _addresses.Count;

    public IReadOnlyList<ulong> Addresses => _addresses;

    public PathNode[] Nodes => _nodes;

    /// <summary>Whether some operation says what it takes memory for.</summary>
    public bool ChecksFreedMemory { get; private set; }

    /// <summary>What a location is called in reports.</summary>
    public string LocationName(int location) => _program.LocationName(_addresses[location]);

    /// <summary>The root of a thread's task; its operations hang below it.</summary>
    public int TaskRoot(int thread) => _roots[(thread, -1, -1)];

    /// <summary>The root of a handler that runs on <paramref name="thread"/> for an interrupt from <paramref name="sender"/>.</summary>
    public int HandlerRoot(int thread, int handler, int sender) =>
        _roots.TryGetValue((thread, handler, sender), out int root) ? root : AddRoot(thread, handler, sender, _program.Handlers[handler]);

    public RootInfo Root(int root) => _rootInfos[(int)_nodes[root].Operand];

    public ulong Address(int location) => _addresses[location];

    public ulong Initial(int location) => _program.Initial.GetValueOrDefault(_addresses[location]);

    public int Location(ulong address)
    {
        if (!_locationByAddress.TryGetValue(address, out int location))
        {
            location = _addresses.Count;
            _addresses.Add(address);
            _locationByAddress.Add(address, location);
        }

        return location;
    }

    public bool TryLocation(ulong address, out int location) => _locationByAddress.TryGetValue(address, out location);

    public ref readonly Dependencies DependenciesOf(int node) => ref _dependencies[node];

    public IReadOnlyList<Note> Notes(int node) => _notes[node] ?? [];

    /// <summary>The notes of an operation and of the loop heads just before it, which are no events of their own.</summary>
    public IReadOnlyList<Note> NotesSinceEvent(int node)
    {
        IEnumerable<Note> notes = Notes(node);
        for (int n = _nodes[node].Parent; n >= 0 && _nodes[n].Parent >= 0 && _nodes[n].Kind == OperationKind.LoopHead; n = _nodes[n].Parent)
        {
            notes = Notes(n).Concat(notes);
        }

        return [.. notes];
    }

    /// <summary>The operation that follows when <paramref name="node"/> returned <paramref name="value"/>; -1 if not known yet.</summary>
    public int Child(int node, ulong value)
    {
        ref PathNode n = ref _nodes[node];
        if (n.CachedChild >= 0 && n.CachedValue == value)
        {
            return n.CachedChild;
        }

        int mask = _edges.Length - 1;
        for (int i = Hash(node, value) & mask; ; i = (i + 1) & mask)
        {
            int child = _edges[i] - 1;
            if (child < 0)
            {
                return -1;
            }

            ref PathNode c = ref _nodes[child];
            if (c.Parent == node && c.EdgeValue == value)
            {
                n.CachedChild = child;
                n.CachedValue = value;
                return child;
            }
        }
    }

    /// <summary>Adds the operation that follows <paramref name="parent"/> on <paramref name="edge"/>, or checks it against the known one.</summary>
    /// <exception cref="NondeterministicThreadException">Another operation is known there.</exception>
    public int AddOrCheck(int parent, ulong edge, in Operation operation, List<Note> notes)
    {
        int known = Child(parent, edge);
        if (known >= 0)
        {
            Check(known, in operation, notes);
            return known;
        }

        if (!_takesTranslation && IsTranslation(in operation))
        {
            throw new UnsupportedEventException("chosen", "address translation");
        }

        int node = Allocate();
        ref PathNode n = ref _nodes[node];
        n.Kind = operation.Kind;
        n.Rmw = operation.Rmw;
        n.Await = operation.Await;
        n.Fence = operation.Fence;
        n.Access = operation.Access;
        n.Use = operation.Use;
        ChecksFreedMemory |= operation.Use != MemoryUse.Unchecked;
        n.Location = LocationOf(in operation);
        n.Operand = OperandOf(in operation);
        n.Comparand = ComparandOf(in operation);
        n.AwaitOperand = operation.AwaitOperand;
        n.AwaitMask = operation.AwaitMask;
        n.Root = _nodes[parent].Root;
        Link(node, parent, edge);
        _dependencies[node] = new Dependencies(operation.AddressReads, operation.DataReads, operation.ControlReads, operation.WaitReads);
        _notes[node] = notes.Count == 0 ? null : [.. notes];
        return node;
    }

    /// <summary>The poll of a CPU whose task has ended: a child of the task's end.</summary>
    public int IdlePoll(int end)
    {
        int known = Child(end, 0);
        if (known >= 0)
        {
            return known;
        }

        int node = Allocate();
        ref PathNode n = ref _nodes[node];
        n.Kind = OperationKind.Poll;
        n.Comparand = 1;
        n.Location = -1;
        n.Root = _nodes[end].Root;
        Link(node, end, 0);
        // That the task has ended depends on what it branched on.
        _dependencies[node] = new Dependencies(default, default, _dependencies[end].Control, default);
        return node;
    }

    /// <summary>Whether a poll takes the interrupt that a send sends: whether its mask, where it has one, has the handler.</summary>
    public bool Takes(int poll, int send) => _nodes[poll].Operand == 0 || (_nodes[poll].Operand >> (int)_nodes[send].Operand & 1) != 0;

    /// <summary>Checks that a replayed operation is the known one.</summary>
    /// <exception cref="NondeterministicThreadException">It is another.</exception>
    public void Check(int node, in Operation operation, List<Note> notes)
    {
        ref PathNode n = ref _nodes[node];
        ref Dependencies d = ref _dependencies[node];
        bool same = n.Kind == operation.Kind && n.Rmw == operation.Rmw && n.Await == operation.Await && n.Fence == operation.Fence
            && n.Access == operation.Access && n.Use == operation.Use && n.Location == LocationOf(in operation) && n.Operand == OperandOf(in operation)
            && n.Comparand == ComparandOf(in operation) && n.AwaitOperand == operation.AwaitOperand && n.AwaitMask == operation.AwaitMask
            && d.Address == operation.AddressReads && d.Data == operation.DataReads && d.Control == operation.ControlReads && d.Waited == operation.WaitReads
            && (_notes[node] ?? []).AsSpan().SequenceEqual(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(notes));
        if (!same)
        {
            throw new NondeterministicThreadException(
                $"{_program.Name}, thread {Root(n.Root).Thread}: run again with the same values read, it asked for "
                + $"{Describe(operation, notes)} where it had asked for {Describe(ToOperation(node), Notes(node))}");
        }
    }

    /// <summary>The full operation at a node.</summary>
    public Operation ToOperation(int node)
    {
        ref PathNode n = ref _nodes[node];
        ref Dependencies d = ref _dependencies[node];
        bool isWalk = (n.Access & Access.Walk) != 0;
        bool isInvalidation = n.Kind == OperationKind.Invalidate;
        return new Operation
        {
            Kind = n.Kind,
            Rmw = n.Rmw,
            Await = n.Await,
            Fence = n.Fence,
            Access = n.Access,
            Use = n.Use,
            Address = n.Kind is OperationKind.Read or OperationKind.Rmw or OperationKind.Write
                ? _addresses[n.Location] : (ulong)Math.Max(n.Location, 0),
            Operand = isWalk ? 0 : n.Operand,
            Comparand = isWalk || isInvalidation ? 0 : n.Comparand,
            Walk = isWalk ? WalkRuleOf(node) : null,
            Tag = isWalk ? (uint)n.Comparand : 0,
            IsLocal = isInvalidation && n.Comparand != 0,
            AwaitOperand = n.AwaitOperand,
            AwaitMask = n.AwaitMask,
            AddressReads = d.Address,
            DataReads = d.Data,
            ControlReads = d.Control,
            WaitReads = d.Waited,
        };
    }

    /// <summary>The head of the same loop passed before <paramref name="head"/> in the same context; -1 if there is none.</summary>
    public int PreviousHead(int head)
    {
        string name = LoopName(head);
        for (int n = _nodes[head].Parent; n >= 0 && _nodes[n].Parent >= 0; n = _nodes[n].Parent)
        {
            if (_nodes[n].Kind == OperationKind.LoopHead && string.Equals(LoopName(n), name, StringComparison.Ordinal))
            {
                return n;
            }
        }

        return -1;
    }

    /// <summary>How many reads of its context come before an operation.</summary>
    public int ReadOrdinal(int node)
    {
        int reads = 0;
        for (int n = _nodes[node].Parent; n >= 0; n = _nodes[n].Parent)
        {
            reads += _nodes[n].Kind is OperationKind.Read or OperationKind.Rmw ? 1 : 0;
        }

        return reads;
    }

    /// <summary>The name of the loop whose head is at <paramref name="head"/>.</summary>
    public string LoopName(int head) => ((LoopNote)_notes[head]![^1]).Name;

    /// <summary>The nodes from the one after the root down to <paramref name="node"/>.</summary>
    public void PathTo(int node, List<int> path)
    {
        path.Clear();
        for (int n = node; _nodes[n].Parent >= 0; n = _nodes[n].Parent)
        {
            path.Add(n);
        }

        path.Reverse();
    }

    private static string Describe(Operation o, IEnumerable<Note> notes)
    {
        string operation = o.Kind switch
        {
            OperationKind.Read or OperationKind.Rmw or OperationKind.Write => $"{o.Kind} [0x{o.Address:x}] operand 0x{o.Operand:x} {o.Access}",
            OperationKind.Fence => $"Fence {o.Fence}",
            _ => o.Kind.ToString(),
        };
        return string.Join(", ", notes.Select(static n => n.ToString()).Prepend(operation));
    }

    private static int Hash(int node, ulong value)
    {
        ulong h = ((ulong)(uint)node * 0x9E3779B97F4A7C15UL) ^ (value * 0xC2B2AE3D27D4EB4FUL);
        return (int)(h >> 33);
    }

    private int LocationOf(in Operation operation) => operation.Kind switch
    {
        OperationKind.Read or OperationKind.Rmw or OperationKind.Write => Location(operation.Address),
        OperationKind.Send => (int)operation.Address,
        _ => -1,
    };

    private int AddRoot(int thread, int handler, int sender, ThreadBody body)
    {
        int node = Allocate();
        _nodes[node].Kind = OperationKind.LoopHead;
        _nodes[node].Location = -1;
        _nodes[node].Parent = -1;
        _nodes[node].Root = node;
        _nodes[node].Operand = (ulong)_rootInfos.Count;
        _rootInfos.Add(new RootInfo(thread, handler, sender, body));
        _roots.Add((thread, handler, sender), node);
        return node;
    }

    private int Allocate()
    {
        _known++;
        if (_free >= 0)
        {
            int node = _free;
            _free = _nodes[node].CachedChild;
            _nodes[node] = default;
            _nodes[node].CachedChild = -1;
            return node;
        }

        if (_count == _nodes.Length)
        {
            Array.Resize(ref _nodes, _count * 2);
            Array.Resize(ref _dependencies, _count * 2);
            Array.Resize(ref _notes, _count * 2);
        }

        _nodes[_count] = default;
        _nodes[_count].CachedChild = -1;
        return _count++;
    }

    private void Link(int node, int parent, ulong edge)
    {
        ref PathNode n = ref _nodes[node];
        n.Parent = parent;
        n.EdgeValue = edge;
        if (_known * 2 > _edges.Length)
        {
            _edges = new int[_edges.Length * 4];
            InsertAll();
        }
        else
        {
            Insert(node);
        }

        ref PathNode p = ref _nodes[parent];
        p.CachedChild = node;
        p.CachedValue = edge;
    }

    private void InsertAll()
    {
        for (int i = 0; i < _count; i++)
        {
            if (!IsFree(i) && _nodes[i].Parent >= 0)
            {
                Insert(i);
            }
        }
    }

    private void Insert(int node)
    {
        int mask = _edges.Length - 1;
        int i = Hash(_nodes[node].Parent, _nodes[node].EdgeValue) & mask;
        while (_edges[i] != 0)
        {
            i = (i + 1) & mask;
        }

        _edges[i] = node + 1;
    }
}

/// <summary>The reads of its context that decided an operation.</summary>
internal readonly record struct Dependencies(ReadSet Address, ReadSet Data, ReadSet Control, ReadSet Waited);

/// <summary>The code of a context.</summary>
/// <param name="Thread">The CPU it runs on.</param>
/// <param name="Handler">The handler's index, -1 for the task.</param>
/// <param name="Sender">The CPU that sent the interrupt, -1 for the task.</param>
/// <param name="Body">The code.</param>
internal sealed record RootInfo(int Thread, int Handler, int Sender, ThreadBody Body);
