using Racewalk.Executions;

namespace Racewalk.Exploration.Graphs;

/// <content>
/// Under LKMM, and where Power's eieio is used, an event can be in the prefix of another without being ordered before it. A revisit that is refused for
/// nothing else may be a lost one: then the result is not exhaustive.
/// </content>
internal sealed partial class GraphSearch
{
    /// <summary>Whether it still matters what revisits are refused for.</summary>
    private bool NotesRefused => !_tally.Result.IsRefused && _model.MayRefuseTooMuch(Graph);

    /// <summary>Looks whether a revisit of something in the revisitor's prefix could be consistent, and adds a bound if so.</summary>
    private void NoteRefused(int revisitor, int target, EventSet prefix, EventSet older, ref EventSet? reasons)
    {
        if (!NotesRefused || !MayBeLost(revisitor, target, ref reasons))
        {
            return;
        }

        if (!prefix.Contains(target) && _tally.Result.IsRefusedOnBranch)
        {
            return;
        }

        EventSet keep = (prefix | older) & Graph.Present;
        keep.Add(target);
        if (HasNoPlace(revisitor, target, keep))
        {
            return;
        }

        EventSet affected = AffectedBy(target, prefix);
        _scratch.CopyFrom(Graph);
        _scratch.Restrict(keep);
        Blur(target, affected);
        bool stays = IsInPrefix(revisitor, target);
        if (!(stays || !_tally.Result.IsRefusedOnBranch) || !FitsSomewhere(revisitor, target))
        {
            return;
        }

        if (stays)
        {
            Refuse(Graph.Events[revisitor].Thread);
        }
        else
        {
            _tally.Result.IsRefusedOnBranch = true;
        }
    }

    /// <summary>Whether the write of a read-modify-write could not be placed, because another one that the target has no influence on took what it read.</summary>
    private bool HasNoPlace(int revisitor, int target, EventSet keep)
    {
        int taker = TakerBefore(ref Graph.Events[revisitor]);
        return taker >= 0 && keep.Contains(taker) && taker != Graph.Events[target].Partner && !ReasonsOf(taker).Contains(target);
    }

    /// <summary>Notes the annotation of an operation.</summary>
    private void NotePlain(int thread, Access access)
    {
        if ((access & Access.Plain) != 0)
        {
            _tally.Result.PlainThreads |= 1u << thread;
        }
    }

    /// <summary>Where there are plain accesses, a revisit that was refused on a branch counts as well, if no other does.</summary>
    private void NoteRefusedOnBranch()
    {
        if (_tally.Result is { IsRefused: false, HasPlain: true, IsRefusedOnBranch: true })
        {
            Refuse(0);
        }
    }

    /// <summary>Where threads have plain accesses after all, graphs that were given up as if they had none (<see cref="OrderOfNext"/>) count as well, if nothing else does.</summary>
    private void NoteAssumption(bool isWhole)
    {
        uint marked = _tally.Result.MarkedThreads;
        if (marked != 0 && !_tally.Result.IsRefused && ((marked & _tally.Result.PlainThreads) != 0 || (isWhole && (marked & OfFirstWays.PlainThreads) != 0)))
        {
            _tally.Result.AddRefusal("load buffering through plain writes behind a read-modify-write, which is not followed");
        }
    }

    private void Refuse(int thread)
    {
        _tally.Result.AddRefusal(
            $"thread {thread}: load buffering around plain accesses, or around addresses that nothing is ordered behind, which is not followed");
    }

    /// <summary>Whether the scratch graph, without what was taken away, still has an event in the prefix of another.</summary>
    private bool IsInPrefix(int revisitor, int target)
    {
        EventSet done = default;
        EventSet open = Graph.Events[revisitor].Prefix & _scratch.Present;
        while (!open.IsEmpty)
        {
            done |= open;
            EventSet next = default;
            foreach (int slot in open)
            {
                next |= _scratch.Events[slot].Prefix;
            }

            open = (next & _scratch.Present) - done;
        }

        return done.Contains(target);
    }

    /// <summary>
    /// Adds a bound if a revisit keeps what it would not keep if an access with an address dependency were elsewhere: then an execution in which it is
    /// elsewhere may be lost.
    /// </summary>
    private void NoteAliases(int revisitor, EventSet prefix, EventSet older, ref EventSet? firm)
    {
        if (((_aliased & prefix).IsEmpty && !_aliased.Contains(revisitor)) || (prefix - older).IsEmpty || !NotesRefused)
        {
            return;
        }

        firm ??= FirmClosure(revisitor);
        if (!(prefix - firm.Value - older).IsEmpty)
        {
            _tally.Result.AddRefusal($"thread {Graph.Events[revisitor].Thread}: load buffering that moves an access away from the location of a later one, which is not followed");
        }
    }

    private EventSet FirmClosure(int revisitor)
    {
        EventSet firm = default;
        EventSet open = FirmPrefix(revisitor) & Graph.Present;
        while (!open.IsEmpty)
        {
            firm |= open;
            EventSet next = default;
            foreach (int slot in open)
            {
                next |= FirmPrefix(slot);
            }

            open = (next & Graph.Present) - firm;
        }

        return firm;
    }

    /// <summary>The prefix of an event as it would be if what it shares its location with by an address dependency were elsewhere.</summary>
    private EventSet FirmPrefix(int slot)
    {
        ref GraphEvent e = ref Graph.Events[slot];
        EventSet aliases = _aliased.Contains(slot) ? AliasesBefore(ref e) : default;
        if (aliases.IsEmpty)
        {
            return e.Prefix;
        }

        foreach (int before in aliases)
        {
            Graph.Events[before].Location = int.MaxValue - before;
        }

        EventSet order = e.LocalOrder;
        int source = e.Source;
        e.Source = aliases.Contains(source < 0 ? slot : source) ? -1 : source;
        e.LocalOrder = _model.LocalOrder(Graph, slot);
        EventSet firm = _model.Prefix(Graph, slot);
        (e.LocalOrder, e.Source) = (order, source);
        foreach (int before in aliases)
        {
            Graph.Events[before].Location = e.Location;
        }

        return firm;
    }

    /// <summary>What came before an event in its thread and shares its location, but might not if its address were another one. It follows from the operation's place.</summary>
    private EventSet AliasesBefore(ref GraphEvent e)
    {
        EventSet own = OwnReasons(ref e);
        EventSet aliases = default;
        foreach (int before in e.IsAccess ? _addressed & _slots.Of(e.Thread) : default)
        {
            ref GraphEvent h = ref Graph.Events[before];
            if (h.Index < e.Index && h.IsAccess && h.Location == e.Location && !(h.AddressReads - own).IsEmpty)
            {
                aliases.Add(before);
            }
        }

        return aliases;
    }

    /// <summary>Takes away what would not be so if the target read another value: events it controls, locations that follow from it.</summary>
    private void Blur(int target, EventSet affected)
    {
        int nowhere = 0;
        while (_scratch.Has(nowhere) || nowhere == _revisitor)
        {
            nowhere++;
        }

        int partner = _scratch.Events[target].Partner;
        bool moved = false;
        foreach (int slot in affected & _scratch.Present)
        {
            ref GraphEvent e = ref _scratch.Events[slot];
            if (slot == partner || !(e.ControlReads & affected).IsEmpty)
            {
                _scratch.Remove(slot);
            }
            else if (!(e.AddressReads & affected).IsEmpty)
            {
                moved = true;
                if (e.Kind == EventKind.Write)
                {
                    _scratch.Unlink(slot);
                }

                e.Location = int.MaxValue - slot;
                e.Source = nowhere;
                e.CoherencePrevious = e.CoherenceNext = e.IsRmw ? nowhere : -1;
            }
        }

        foreach (int slot in _scratch.Present)
        {
            ref GraphEvent e = ref _scratch.Events[slot];
            if (e.Kind == EventKind.Read && e.Source >= 0 && _scratch.Has(e.Source) && _scratch.Events[e.Source].Location != e.Location)
            {
                e.Source = nowhere;
            }

            if (moved)
            {
                e.LocalOrder = _model.LocalOrder(_scratch, slot);
            }
        }
    }

    private bool FitsSomewhere(int revisitor, int target)
    {
        ref GraphEvent a = ref _scratch.Events[revisitor];
        _scratch.Events[target].Source = revisitor;
        _scratch.Events[target].Partner = -1;
        int place = a.IsRmw ? _scratch.Events[a.Partner].Source : _scratch.Last(a.Location);
        while (place < 0 || _scratch.Has(place))
        {
            _scratch.Link(revisitor, place);
            _scratch.Add(revisitor);
            if (_model.IsConsistent(_scratch))
            {
                return true;
            }

            _scratch.Remove(revisitor);
            if (place < 0 || a.IsRmw)
            {
                return false;
            }

            place = _scratch.Events[place].CoherencePrevious;
        }

        return false;
    }

    /// <summary>
    /// Whether an event that fills a hole is, now that what it depends on has changed, at the location of something that was kept as if it were
    /// elsewhere. Models that order what follows an address dependency never let that happen.
    /// </summary>
    private bool AliasesKept(int slot)
    {
        ref GraphEvent e = ref Graph.Events[slot];
        if (e.AddressReads.IsEmpty || !HasEventFrom(e.Thread, e.Index + 1) || !_model.MayRefuseTooMuch(Graph))
        {
            return false;
        }

        for (int i = e.Index + 1; i < _slots.Length(e.Thread); i++)
        {
            int kept = _slots.TryGet(e.Thread, i);
            if (Graph.Has(kept) && Graph.Events[kept].IsAccess && Graph.Events[kept].Location == e.Location
                && (_model.Prefix(Graph, kept) | _model.LocalOrder(Graph, kept)).Contains(slot) && !Graph.Events[kept].Prefix.Contains(slot))
            {
                _tally.AddBound($"thread {e.Thread}: load buffering that moves an access to the location of a later one, which is not followed");
                return true;
            }
        }

        return false;
    }
}
