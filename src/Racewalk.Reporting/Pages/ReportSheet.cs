using Racewalk.Reporting.Graphs;
using Racewalk.Reporting.Pictures;

namespace Racewalk.Reporting.Pages;

/// <summary>The style sheet of reports: light and dark, print, and any width; what matters differs in its words, too, and not in colour alone.</summary>
public static class ReportSheet
{
    /// <summary>The rules of pictures and graphs, for pages that have a sheet of their own.</summary>
    public const string Drawings = PictureSheet.Rules + "\n" + GraphSheet.Rules;

    /// <summary>All rules of a report.</summary>
    public const string Rules = """
        :root{--ground:#ffffff;--text:#1b1f24;--quiet:#4d5661;--link:#0b4f9e;--code:#f3f5f7;--line:#c4cad1;--focus:#b3470c;--bad:#a40e26;--good:#1a5e2a}
        @media (prefers-color-scheme: dark){:root{--ground:#0d1117;--text:#e6edf3;--quiet:#a9b2bc;--link:#8ab8ff;--code:#1b2128;--line:#454d56;--focus:#ffb077;--bad:#ff8f86;--good:#7ee08f}}
        @media print{:root{--ground:#ffffff;--text:#000000;--quiet:#333333;--link:#000000;--code:#ffffff;--line:#777777;--bad:#000000;--good:#000000}}
        *{box-sizing:border-box}html{color-scheme:light dark}
        body{margin:0 auto;max-width:96rem;padding:1rem 1.25rem 3rem;background:var(--ground);color:var(--text);font:1rem/1.55 system-ui,sans-serif;overflow-wrap:anywhere}
        a{color:var(--link)}:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
        h1,h2,h3{line-height:1.25;margin:2rem 0 .75rem}h1{font-size:1.7rem;margin-top:.5rem}h2{font-size:1.35rem}h3{font-size:1.1rem}
        p,li,dd{max-width:60rem}code,pre{font-family:ui-monospace,"DejaVu Sans Mono",Consolas,monospace;font-size:.9em}
        pre{margin:0;padding:.75rem 1rem;width:max-content;min-width:100%;line-height:1.4;background:var(--code)}
        .rw-scroll{overflow-x:auto;margin:1rem 0;border:1px solid var(--line);border-radius:4px}.rw-scroll svg{display:block}
        .rw-quietly{color:var(--quiet)}.rw-verdict{font-size:1.2rem;font-weight:600}.rw-violated,.rw-no{color:var(--bad);font-weight:600}.rw-holds,.rw-ok{color:var(--good)}
        .rw-steps{padding-left:2.5rem}.rw-steps p{margin:.15rem 0}.rw-steps ul{margin:.15rem 0;padding-left:1.2rem}.rw-steps .rw-step{margin:.9rem 0}.rw-why{color:var(--bad);font-weight:600}
        table{border-collapse:collapse;font-size:.92rem;overflow-wrap:normal}th,td{padding:.3rem .7rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
        caption{text-align:left;padding:.5rem .7rem;color:var(--quiet)}td.rw-asked{outline:2px solid var(--text);outline-offset:-2px}
        .rw-source{counter-reset:line;list-style:none;margin:0;padding:.5rem 0;width:max-content;min-width:100%;background:var(--code)}
        .rw-source li{max-width:none;white-space:pre;font-family:ui-monospace,"DejaVu Sans Mono",Consolas,monospace;font-size:.9em;padding:0 1rem;counter-increment:line;min-height:1.4em}
        .rw-source li::before{content:counter(line);display:inline-block;width:2.5em;margin-right:1em;text-align:right;color:var(--quiet)}.rw-source :target{outline:2px solid var(--focus)}
        summary{cursor:pointer;color:var(--link)}
        @media print{.rw-scroll{overflow:visible;border:0}.rw-scroll svg{max-width:100%;height:auto}pre{white-space:pre-wrap;width:auto}details::details-content{content-visibility:visible}
        .rw-steps .rw-step,tr{break-inside:avoid}h2,h3{break-after:avoid}}

        """ + Drawings;
}
