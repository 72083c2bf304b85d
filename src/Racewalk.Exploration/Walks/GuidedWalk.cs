using System.Numerics;
using Racewalk.Programs;

namespace Racewalk.Exploration.Walks;

/// <summary>Builds one execution forward that is known by its <see cref="ExecutionChoices"/>.</summary>
/// <param name="search">What holds the graph.</param>
/// <param name="choices">What was open in each thread.</param>
/// <param name="isFound">Asked after each execution that was built: whether it is the one.</param>
/// <remarks>
/// Any order does that agrees with program order and reads-from, as a part of a consistent execution that nothing outside leads into is consistent. Only which of several pending interrupts has a
/// number is not known before the sending threads are complete: these are tried, though not without end.
/// </remarks>
internal sealed class GuidedWalk(IWalkSearch search, IReadOnlyList<IReadOnlyList<ulong>> choices, Func<bool> isFound)
{
    private const int MostTries = 100_000;

    private readonly List<WalkAlternative> _found = [];
    private readonly Dictionary<int, ulong> _numbers = [];
    private readonly int[] _next = new int[choices.Count];
    private int _tries;

    /// <summary>Builds it. False if it is not one that can be built so, or none.</summary>
    public bool Run(IExecutionVisitor? visitor)
    {
        if (choices.Count != search.ThreadCount)
        {
            return false;
        }

        search.BeginWalk(visitor);
        return GoOn();
    }

    private bool GoOn()
    {
        for (uint ready = search.Learn(); ready != 0; ready = search.Learn())
        {
            if (Step(ready, goesOn: true))
            {
                continue;
            }

            // Interrupts are taken when all else has gone as far as it can, so that they are there to choose from; what blocks is last of all.
            List<(int Thread, WalkAlternative Interrupt)> interrupts = Interrupts(ready);
            if (interrupts.Count > 1)
            {
                return TryEach(interrupts);
            }

            if (interrupts is [var (thread, interrupt)])
            {
                Take(thread, OperationKind.Poll, interrupt, 0);
            }
            else if (!Step(ready, goesOn: false))
            {
                return false;
            }
        }

        return search.Visit() && isFound();
    }

    /// <summary>Adds the next event of some thread, unless it is an interrupt. False if none has one that can be added.</summary>
    private bool Step(uint ready, bool goesOn)
    {
        for (uint rest = ready; rest != 0; rest &= rest - 1)
        {
            int thread = BitOperations.TrailingZeroCount(rest);
            OperationKind kind = search.NextKind(thread);
            if (!HasChoice(thread, kind, out ulong choice))
            {
                continue;
            }

            search.FindAlternatives(thread, newestOnly: false, _found);
            _found.RemoveAll(a => a.GoesOn != goesOn || !Fits(kind, a, choice) || (kind == OperationKind.Poll && a.Choice >= 0));
            if (_found.Count == 0)
            {
                continue;
            }

            WalkAlternative taken = kind == OperationKind.Write ? _found.MaxBy(NumberOf) : _found[0];
            if (kind != OperationKind.Write || !IsTaken(thread, taken, choice))
            {
                Take(thread, kind, taken, choice);
                return true;
            }
        }

        return false;
    }

    private List<(int Thread, WalkAlternative Interrupt)> Interrupts(uint ready)
    {
        List<(int Thread, WalkAlternative Interrupt)> interrupts = [];
        for (uint rest = ready; rest != 0; rest &= rest - 1)
        {
            int thread = BitOperations.TrailingZeroCount(rest);
            if (search.NextKind(thread) == OperationKind.Poll && HasChoice(thread, OperationKind.Poll, out ulong choice) && choice > 0)
            {
                search.FindAlternatives(thread, newestOnly: false, _found);
                interrupts.AddRange(_found.Where(static a => a.Choice >= 0).Select(a => (thread, a)));
            }
        }

        return interrupts;
    }

    /// <summary>What an operation's choice is; false if there should be no such operation.</summary>
    private bool HasChoice(int thread, OperationKind kind, out ulong choice)
    {
        choice = 0;
        if (kind is not (OperationKind.Read or OperationKind.Rmw or OperationKind.Write or OperationKind.Choice or OperationKind.Poll))
        {
            return true;
        }

        bool has = _next[thread] < choices[thread].Count;
        choice = has ? choices[thread][_next[thread]] : 0;
        return has;
    }

    private bool Fits(OperationKind kind, WalkAlternative alternative, ulong choice) => kind switch
    {
        OperationKind.Read or OperationKind.Rmw => NumberOf(alternative) == choice,
        OperationKind.Write => NumberOf(alternative) < choice,
        OperationKind.Choice => (ulong)alternative.Choice == choice,
        OperationKind.Poll => alternative.Choice >= 0 == choice > 0,
        _ => true,
    };

    private ulong NumberOf(WalkAlternative alternative) => alternative.Choice < 0 ? 0 : _numbers[alternative.Choice];

    /// <summary>Whether a write that comes after another one and before the one to be added is there: then the place is another, and not consistent yet.</summary>
    private bool IsTaken(int thread, WalkAlternative place, ulong number) => search.SuccessorOf(thread, place.Choice) is var next and >= 0 && _numbers[next] < number;

    private void Take(int thread, OperationKind kind, WalkAlternative alternative, ulong choice)
    {
        int length = search.Length;
        search.Take(thread, alternative);
        _next[thread] += kind is OperationKind.Fence or OperationKind.Send or OperationKind.Fault or OperationKind.Invalidate ? 0 : 1;
        if (kind == OperationKind.Write)
        {
            _numbers[search.Last] = choice;
        }
        else if (kind == OperationKind.Rmw && search.Length == length + 2)
        {
            _numbers[search.Last] = choice + 1;
            _next[thread]++;
        }
    }

    private bool TryEach(List<(int Thread, WalkAlternative Interrupt)> interrupts)
    {
        int length = search.Length;
        int[] next = [.. _next];
        foreach ((int thread, WalkAlternative interrupt) in interrupts)
        {
            if (_tries++ >= MostTries)
            {
                return false;
            }

            Take(thread, OperationKind.Poll, interrupt, 0);
            if (GoOn())
            {
                return true;
            }

            search.CutTo(length);
            next.CopyTo(_next, 0);
        }

        return false;
    }
}
