namespace Racewalk.Oracle.Axioms;

/// <summary>The axioms that all models share, over whole candidates.</summary>
internal static class GenericAxioms
{
    /// <summary>acyclic (po-loc ∪ rf ∪ co ∪ fr). The pair of a read-modify-write is in po-loc.</summary>
    public static bool IsCoherent(Candidate candidate)
    {
        Skeleton skeleton = candidate.Skeleton;
        var order = new Relation(skeleton.Count);
        for (int i = 0; i < skeleton.Count; i++)
        {
            int location = skeleton.Events[i].Location;
            ulong poLoc = location < 0 ? 0 : skeleton.Later(i) & skeleton.Accesses(location);
            order[i] = poLoc | candidate.Rf[i] | candidate.Co[i] | candidate.Fr[i];
        }

        return order.IsAcyclic();
    }

    /// <summary>empty (rmw ∩ (fre;coe)).</summary>
    public static bool IsAtomic(Candidate candidate)
    {
        Skeleton skeleton = candidate.Skeleton;
        var fre = new Relation(skeleton.Count);
        var coe = new Relation(skeleton.Count);
        for (int i = 0; i < skeleton.Count; i++)
        {
            fre[i] = candidate.Fr[i] & skeleton.External(i);
            coe[i] = candidate.Co[i] & skeleton.External(i);
        }

        Relation between = fre.Then(coe);
        for (int i = 0; i < skeleton.Count; i++)
        {
            int partner = skeleton.Partner(i);
            if (partner > i && (between[i] >> partner & 1) != 0)
            {
                return false;
            }
        }

        return true;
    }
}
