using Racewalk.Hardware;
using Racewalk.Mm.Hvo;
using Racewalk.Mm.Memory;

namespace Racewalk.Trials.Hvo;

/// <summary>Looks at struct pages through the memmap's page tables, and says what is wrong with them. Thread-safe.</summary>
/// <param name="world">The pool.</param>
public sealed class StructPageReader(HvoWorld world)
{
    private static readonly int s_perPage = (int)(BasePage.Size / StructPage.Size);

    private readonly bool _hasFakeHeads = world.Options.Era != HvoEra.E7;
    private readonly int _order = world.Size.Shift - BasePage.Shift;

    /// <summary>
    /// What a walker of page frame numbers reads of a struct page, at whatever time: flags, count, compound_head; and in E7 which head it finds. Each must be what the old mapping shows
    /// or the new one.
    /// </summary>
    /// <returns>What is wrong; null if nothing is.</returns>
    public string? Look(Cpu cpu, int folio, int index)
    {
        ulong page = world.StructPageAt(folio, index);
        TranslatedCpu kernel = world.Vmemmap.On(cpu);
        for (int word = 0; word <= 3; word++)
        {
            if (word == 2)
            {
                continue;
            }

            ulong value = kernel.Load(page + ((ulong)word * 8));
            if (value != Expected(folio, index, word) && (!_hasFakeHeads || value != Expected(folio, index % s_perPage, word)))
            {
                return Wrong(page, word, value, Expected(folio, index, word));
            }
        }

        ulong head = world.StructPageAt(folio);
        ulong found = _hasFakeHeads ? head : CompoundPage.Head(cpu, world.Vmemmap, world.Options.Era, page);
        return found == head ? null : $"the head of the struct page at 0x{page:x} is found at 0x{found:x}, and is at 0x{head:x}";
    }

    /// <summary>Looks at every word of a folio's struct pages while nobody changes them.</summary>
    /// <returns>What is wrong first; null if nothing is.</returns>
    public string? Damage(Cpu cpu, int folio)
    {
        TranslatedCpu kernel = world.Vmemmap.On(cpu);
        ulong flags = kernel.Load(StructPage.Private(world.StructPageAt(folio)));
        bool isFake = _hasFakeHeads && (flags & StructPage.VmemmapOptimized) != 0;
        for (int index = 0; index < world.Size.StructPages; index++)
        {
            int shown = isFake ? index % s_perPage : index;
            ulong page = world.StructPageAt(folio, index);
            for (int word = 0; word < StructPageContents.Words; word++)
            {
                ulong value = kernel.Load(page + ((ulong)word * 8));
                ulong masked = shown == 0 && word == 5 ? value & ~StructPage.VmemmapOptimized : value;
                if (masked != Expected(folio, shown, word))
                {
                    return Wrong(page, word, value, Expected(folio, shown, word));
                }
            }
        }

        return null;
    }

    private ulong Expected(int folio, int index, int word) => StructPageContents.Of(folio, _order, world.CompoundInfo(folio), index, word);

    private static string Wrong(ulong page, int word, ulong value, ulong expected) =>
        $"word {word} of the struct page at 0x{page:x} is 0x{value:x}, and should be 0x{expected:x}";
}
