using System.Globalization;
using Racewalk.Litmus.Isla.Toml;
using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Isla;

/// <summary>Reads the tables of threads and of handlers.</summary>
internal static class IslaThreadReader
{
    /// <summary>Where the code of the first thread lies; each further one has the page behind. So it is in isla's configuration.</summary>
    public const ulong ThreadBase = 0x400000;

    /// <summary>How far apart the code of threads lies.</summary>
    public const ulong ThreadStride = 0x1000;

    /// <summary>Where the pages for the code of threads end.</summary>
    public const ulong ThreadTop = 0x500000;

    /// <summary>Reads the threads.</summary>
    public static IReadOnlyList<IslaThread> ReadThreads(SourceText source, IslaKeys keys)
    {
        TomlTable table = IslaKeys.Table(source, keys.Require("thread"), "'thread'");
        const int Most = (int)((ThreadTop - ThreadBase) / ThreadStride);
        var threads = new IslaThread[table.Entries.Count];
        if (threads.Length > Most)
        {
            throw source.Error(table.Entries[Most].Offset, $"more than {Most} threads");
        }

        foreach (TomlEntry entry in table.Entries)
        {
            bool isNumber = int.TryParse(entry.Name, NumberStyles.None, CultureInfo.InvariantCulture, out int number);
            if (!isNumber || number >= threads.Length || threads[number] is not null)
            {
                throw source.Error(entry.Offset, isNumber
                    ? $"expected the {threads.Length} threads to have the numbers from 0 to {threads.Length - 1}, found '{entry.Name}'"
                    : $"expected the number of a thread, found '{entry.Name}'");
            }

            threads[number] = ReadThread(source, entry, number);
        }

        return threads;
    }

    /// <summary>Reads the handlers.</summary>
    public static IReadOnlyList<IslaHandler> ReadHandlers(SourceText source, IslaKeys keys)
    {
        const int Most = 100;
        var handlers = new List<IslaHandler>();
        foreach (TomlEntry entry in keys.Table("section")?.Entries ?? [])
        {
            if (handlers.Count == Most)
            {
                throw source.Error(entry.Offset, $"more than {Most} sections");
            }

            var section = new IslaKeys(source, IslaKeys.Table(source, entry, "a section"), $"the section '{entry.Name}'");
            section.Allow("address", "code");
            IslaCursor cursor = section.RequireCursor("address");
            int start = cursor.Next.Start;
            ulong address = (IslaNumbers.Take(cursor, "an address such as 0x1400") as IslaBits)?.Value ?? ulong.MaxValue;
            if (address >= Granule.AddressEnd || address % IslaCode.InstructionSize != 0)
            {
                throw source.Error(start, "expected a hexadecimal address of at most 48 bits that is a multiple of 4");
            }

            cursor.ExpectEnd("the end of the address");
            handlers.Add(new IslaHandler(entry.Offset, entry.Name, IslaCodeReader.Read(source, section.RequireText("code"), address)));
        }

        return [.. handlers.OrderBy(h => h.Address)];
    }

    private static IslaThread ReadThread(SourceText source, TomlEntry entry, int number)
    {
        var keys = new IslaKeys(source, IslaKeys.Table(source, entry, "a thread"), $"the thread {number}");
        keys.Allow("code", "init", "reset");
        IslaCode code = IslaCodeReader.Read(source, keys.RequireText("code"), ThreadBase + ((ulong)number * ThreadStride));
        return new IslaThread(entry.Offset, number, code, ReadRegisters(source, keys.Table("init")), ReadRegisters(source, keys.Table("reset")));
    }

    private static List<IslaRegister> ReadRegisters(SourceText source, TomlTable? table)
    {
        var registers = new List<IslaRegister>();
        foreach (TomlEntry entry in table?.Entries ?? [])
        {
            TomlText text = IslaKeys.Text(source, entry);
            registers.Add(new IslaRegister(entry.Offset, entry.Name, IslaExpressionParser.ReadWhole(new IslaCursor(source, text.Start, text.End))));
        }

        return registers;
    }
}
