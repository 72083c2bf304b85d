using Racewalk.Executions;
using Racewalk.Programs;
using static Racewalk.Machine.Tests.Translation.TranslationSetup;

namespace Racewalk.Machine.Tests.Translation;

/// <summary>Gathers the invalidations that a CPU asks for, and says which walks they cover.</summary>
internal sealed class InvalidationSink : IOperationSink
{
    private readonly List<Operation> _walks = [];
    private Dictionary<ulong, ulong> _memory = [];

    public List<Operation> Seen { get; } = [];

    public void Run(CheckedMachine machine, Action<Cpu> body) => new ThreadContext(this, thread: 0).Run(machine.Task(body));

    /// <summary>The reads of walks that are covered, as page and level.</summary>
    public string Covered(AddressSpace space, bool isBlock)
    {
        var covered = new List<string>();
        for (int page = 0; page < space.Pages; page++)
        {
            foreach (Operation walk in WalkOf(space, page, isBlock))
            {
                uint tag = walk.Walk!.TagOf(walk.Tag, _memory.GetValueOrDefault(walk.Address));
                if (Seen.Any(i => InvalidationScope.Unpack(i.Operand).Covers(tag)))
                {
                    covered.Add($"{page}:{(walk.Address < Ptes ? "root" : "pte")}");
                }
            }
        }

        return string.Join(' ', covered);
    }

    public bool TryPerform(in Operation operation, List<Note> notes, out ulong value)
    {
        value = _memory.GetValueOrDefault(operation.Address);
        if (operation.Kind == OperationKind.Invalidate)
        {
            Seen.Add(operation);
        }

        if (operation.Walk is not null)
        {
            _walks.Add(operation);
        }

        return true;
    }

    private List<Operation> WalkOf(AddressSpace space, int page, bool isBlock)
    {
        _walks.Clear();
        ulong below = Ptes + ((ulong)(page / 2) * 0x1000);
        _memory = new Dictionary<ulong, ulong>
        {
            [Root + ((ulong)(page / 2) * 8)] = isBlock ? PageA | Leaf : below | Valid | Table,
            [below + ((ulong)(page % 2) * 8)] = PageA | Leaf,
        };
        Run(MachineOf(space), c => c.InUserMode(space).Load(space.AddressOf(page)));
        return [.. _walks];
    }
}
