namespace Racewalk.Site;

/// <summary>What readers of a site rely on: links that lead somewhere, pages that can be found, headings in order.</summary>
internal static class SiteCheck
{
    /// <summary>Adds what is wrong.</summary>
    /// <param name="pages">The pages; the first is where readers come in.</param>
    /// <param name="files">The site's paths of files that are no pages.</param>
    /// <param name="problems">Takes the problems.</param>
    internal static void Check(IReadOnlyList<Page> pages, IReadOnlyCollection<string> files, Problems problems)
    {
        var byPath = new Dictionary<string, Page>(StringComparer.Ordinal);
        foreach (Page page in pages)
        {
            if (!byPath.TryAdd(page.Path, page))
            {
                problems.Add(page.Path, "two pages have this path");
            }

            CheckHeadings(page, problems);
        }

        foreach (SiteLink link in pages.SelectMany(static p => p.Text.Links))
        {
            if (!byPath.TryGetValue(link.Target, out Page? target))
            {
                if (!files.Contains(link.Target))
                {
                    problems.Add(link.Where, $"a link leads to {link.Target}, which is not on the site");
                }
            }
            else if (link.Fragment.Length > 0 && !target.Text.Headings.Any(h => h.Id == link.Fragment))
            {
                problems.Add(link.Where, $"a link leads to #{link.Fragment}, which is no heading of {link.Target}");
            }
        }

        CheckReachable(pages, byPath, problems);
    }

    private static void CheckHeadings(Page page, Problems problems)
    {
        IReadOnlyList<Heading> headings = page.Text.Headings;
        if (headings.Count(static h => h.Level == 1) != 1 || headings[0].Level != 1)
        {
            problems.Add(page.Path, "a page has one heading of the first level, at its top");
        }

        foreach (string id in headings.GroupBy(static h => h.Id, StringComparer.Ordinal).Where(static g => g.Count() > 1).Select(static g => g.Key))
        {
            problems.Add(page.Path, $"two headings have the anchor '{id}'");
        }

        for (int i = 1; i < headings.Count; i++)
        {
            if (headings[i].Level > headings[i - 1].Level + 1)
            {
                problems.Add(page.Path, $"'{headings[i].Text}' is of level {headings[i].Level}, below a heading of level {headings[i - 1].Level}");
            }
        }
    }

    // What is in the contents of every page can be found; of the others somebody must tell.
    private static void CheckReachable(IReadOnlyList<Page> pages, Dictionary<string, Page> byPath, Problems problems)
    {
        var pending = new Stack<Page>(pages.Where(static p => p.Group is null));
        var reached = new HashSet<string>(pending.Select(static p => p.Path), StringComparer.Ordinal);
        while (pending.TryPop(out Page? page))
        {
            foreach (SiteLink link in page.Text.Links)
            {
                if (byPath.TryGetValue(link.Target, out Page? next) && reached.Add(next.Path))
                {
                    pending.Push(next);
                }
            }
        }

        foreach (Page page in pages.Where(p => !reached.Contains(p.Path)))
        {
            problems.Add(page.Path, "no page leads to this one");
        }
    }
}
