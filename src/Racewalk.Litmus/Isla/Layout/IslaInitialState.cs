namespace Racewalk.Litmus.Isla.Layout;

/// <summary>Where a test starts: everything that its file says, evaluated. Immutable and thread-safe.</summary>
public sealed record IslaInitialState
{
    /// <summary>The test.</summary>
    public required IslaTest Test { get; init; }

    /// <summary>The named addresses, virtual and physical.</summary>
    public required IReadOnlyDictionary<string, IslaAddress> Addresses { get; init; }

    /// <summary>The translation tables.</summary>
    public required TranslationTables Tables { get; init; }

    /// <summary>What <c>*pa1 = 1</c> puts into memory: eight bytes each, by physical address. All else is 0.</summary>
    public required IReadOnlyDictionary<ulong, ulong> Values { get; init; }

    /// <summary>The threads by their numbers.</summary>
    public required IReadOnlyList<IslaThreadState> Threads { get; init; }

    /// <summary>The final assertion.</summary>
    public required IslaProposition Final { get; init; }

    /// <summary>What eight bytes hold at the start, of tables or of other memory.</summary>
    public ulong Read(ulong physicalAddress) => Values.TryGetValue(physicalAddress, out ulong value) ? value : Tables.Read(physicalAddress);

    /// <summary>The code that an address is in, and which instruction of it; null where no code is.</summary>
    public (IslaCode Code, int Index)? CodeAt(ulong address)
    {
        foreach (IslaCode code in Test.Threads.Select(t => t.Code).Concat(Test.Handlers.Select(h => h.Code)))
        {
            int index = code.IndexAt(address);
            if (index >= 0)
            {
                return (code, index);
            }
        }

        return null;
    }
}
