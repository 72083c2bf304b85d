namespace Racewalk.Reporting.Race;

/// <summary>One thing a CPU does in a row.</summary>
/// <param name="Text">What it does.</param>
/// <param name="Mark">Why the reader should look at it: null if there is no reason, empty if the marker says enough.</param>
internal sealed record Effect(string Text, string? Mark)
{
    /// <summary>The marker that points at what matters.</summary>
    public const string Marker = "<--";

    /// <inheritdoc/>
    public override string ToString() => Mark switch
    {
        null => Text,
        "" => $"{Text} {Marker}",
        _ => $"{Text} {Marker} {Mark}",
    };
}

/// <summary>One row of a race table: what one CPU did in one step before another CPU came in.</summary>
internal sealed record RaceRow
{
    /// <summary>The CPU, its column.</summary>
    public required int Thread { get; init; }

    /// <summary>The kernel function; empty if unknown.</summary>
    public required string Function { get; init; }

    /// <summary>The step's name; empty where there are no steps.</summary>
    public required string Step { get; init; }

    /// <summary>What was read and written.</summary>
    public required IReadOnlyList<Effect> Effects { get; init; }

    /// <summary>Whether another CPU may have noticed what happens here; other rows can be folded.</summary>
    public required bool IsMeeting { get; init; }

    /// <summary>Whether the same step has other rows that matter more.</summary>
    public bool IsMinor { get; init; }

    /// <summary>
    /// The lines below the function's name. A marked effect ends its line, so that the marker cannot be read as the next one's.
    /// </summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            List<string> lines = [];
            string line = Step.Length > 0 && Effects.Count > 0 ? Step + ":" : Step;
            bool isOpen = line.Length > 0;
            for (int i = 0; i < Effects.Count; i++)
            {
                bool followsEffect = i > 0 && Effects[i - 1].Mark is null;
                line += (followsEffect ? ", " : isOpen ? " " : "") + Effects[i];
                isOpen = true;
                if (Effects[i].Mark is not null)
                {
                    lines.Add(line);
                    line = "";
                    isOpen = false;
                }
            }

            if (isOpen)
            {
                lines.Add(line);
            }

            return lines;
        }
    }
}
