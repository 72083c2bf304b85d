namespace Racewalk.Reporting.Graphs;

/// <summary>The style sheet of graphs; what it does not say, that of pictures does. Relations differ in their labels, the cycle in its width.</summary>
internal static class GraphSheet
{
    /// <summary>The rules.</summary>
    public const string Rules = """
        .rw-graph text{font:12px ui-monospace,"DejaVu Sans Mono",Consolas,monospace;white-space:pre}.rw-graph .rw-head{font-weight:bold}
        .rw-edge{fill:none;stroke-width:1.5;stroke:#57606a}.rw-tip{fill:#57606a}.rw-po{stroke-dasharray:1 3}
        .rw-graph .rw-label{text-anchor:middle;fill:#1f2328;stroke:#ffffff;stroke-width:4;paint-order:stroke}
        .rw-rf{stroke:#a40e26}.rw-rf.rw-tip{fill:#a40e26;stroke:none}.rw-co{stroke:#0969da}.rw-co.rw-tip{fill:#0969da;stroke:none}.rw-fr{stroke:#953800}.rw-fr.rw-tip{fill:#953800;stroke:none}
        .rw-cycle{stroke-width:4;stroke-dasharray:none}.rw-graph .rw-cycle-label{font-weight:bold}.rw-on-cycle{stroke-width:3}
        @media (prefers-color-scheme: dark){.rw-edge{stroke:#9da7b3}.rw-tip{fill:#9da7b3}.rw-graph .rw-label{fill:#e6edf3;stroke:#0d1117}
        .rw-rf{stroke:#ff7b72}.rw-rf.rw-tip{fill:#ff7b72}.rw-co{stroke:#58a6ff}.rw-co.rw-tip{fill:#58a6ff}.rw-fr{stroke:#ffa657}.rw-fr.rw-tip{fill:#ffa657}}
        @media print{.rw-edge{stroke:#000000}.rw-tip,.rw-rf.rw-tip,.rw-co.rw-tip,.rw-fr.rw-tip{fill:#000000}.rw-graph .rw-label{fill:#000000;stroke:#ffffff}}
        """;
}
