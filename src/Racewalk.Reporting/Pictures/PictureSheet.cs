namespace Racewalk.Reporting.Pictures;

/// <summary>The style sheet of pictures: for light and dark; what matters differs in its stroke or its words, too, and not in colour alone.</summary>
internal static class PictureSheet
{
    /// <summary>The rules.</summary>
    public const string Rules = """
        .rw-ground{fill:#ffffff}.rw-ink{fill:#1f2328}.rw-quiet{fill:#57606a}.rw-box{fill:#f6f8fa;stroke:#8c959f}.rw-lane{stroke:#8c959f}
        .rw-value{fill:#ddf4ff;stroke:#0969da}.rw-mark{fill:#a40e26;font-weight:bold}.rw-boxed{stroke:#a40e26;stroke-width:2}.rw-current{stroke-width:5}
        .rw-reads,.rw-interrupt,.rw-stale,.rw-swapped,.rw-unordered{fill:none;stroke-width:1.5}.rw-reads{stroke:#0969da}.rw-interrupt{stroke:#6639ba;stroke-dasharray:2 3}
        .rw-stale{stroke:#a40e26;stroke-dasharray:6 3}.rw-swapped,.rw-unordered{stroke:#953800;stroke-width:3}.rw-unordered{stroke-dasharray:3 3}
        .rw-picture text{font:12px ui-monospace,"DejaVu Sans Mono",Consolas,monospace;white-space:pre}.rw-picture .rw-head{font-weight:bold}
        @media (prefers-color-scheme: dark){.rw-ground{fill:#0d1117}.rw-ink{fill:#e6edf3}.rw-quiet{fill:#9da7b3}.rw-box{fill:#161b22;stroke:#6e7681}.rw-lane{stroke:#6e7681}
        .rw-value{fill:#0c2d6b;stroke:#58a6ff}.rw-mark{fill:#ff7b72}.rw-boxed{stroke:#ff7b72}.rw-reads{stroke:#58a6ff}.rw-interrupt{stroke:#d2a8ff}.rw-stale{stroke:#ff7b72}.rw-swapped,.rw-unordered{stroke:#ffa657}}
        @media print{.rw-ground{fill:#ffffff}.rw-ink{fill:#000000}.rw-quiet{fill:#333333}.rw-box{fill:#ffffff;stroke:#000000}.rw-value{fill:#ffffff;stroke:#000000}.rw-mark{fill:#000000}}
        """;
}
