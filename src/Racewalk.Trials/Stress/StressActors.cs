using Racewalk.Hardware;

namespace Racewalk.Trials.Stress;

/// <summary>The actors of one CPU, which take turns at random: a thread of the process, and whatever else is done on this CPU.</summary>
internal sealed class StressActors
{
    private readonly List<(StressActor Actor, uint Weight)> _actors = [];
    private uint _weights;

    /// <summary>All of them.</summary>
    internal IEnumerable<StressActor> All => _actors.Select(static a => a.Actor);

    /// <summary>
    /// The actors of each CPU. There is user code on every one; with few CPUs one has several of the rest, with many some kinds are there several times. What takes data away is rarer than
    /// what makes them, and forks and unmappings rarer still.
    /// </summary>
    /// <exception cref="TrialException">There are too many to tell their stores apart.</exception>
    internal static StressActors[] Of(StressOptions options, StressContext context)
    {
        // A second child would double what each migration looks through.
        var child = context.World.AddChild();
        (string Name, Func<StressActor> Create, uint Weight)[] kinds =
        [
            (PinActor.Kind, () => new PinActor(context), 100),
            (CollapseActor.Kind, () => new CollapseActor(context), 20),
            (MigrateActor.Kind, () => new MigrateActor(context), 20),
            (DontneedActor.Kind, () => new DontneedActor(context), 10),
            (WalkActor.Kind, () => new WalkActor(context), 20),
            (SplitActor.Kind, () => new SplitActor(context), 10),
            (MunmapActor.Kind, () => new MunmapActor(context), 2),
            (ProtectActor.Kind, () => new ProtectActor(context), 4),

            // One child, so one that forks it.
            (ForkActor.Kind, () => new ForkActor(context, child), 4),
        ];
        foreach (string name in options.Without)
        {
            if (!kinds.Any(k => k.Name == name))
            {
                throw new TrialException($"stress has no actor '{name}' to leave out: only {string.Join(", ", kinds.Select(static k => k.Name))}");
            }
        }

        kinds = [.. kinds.Where(k => !options.Without.Contains(k.Name))];
        int cpus = options.Cpus;
        StressActors[] actors = [.. Enumerable.Range(0, cpus).Select(static _ => new StressActors())];
        foreach (StressActors cpu in actors)
        {
            cpu.Add(new UserActor(context), 100);
        }

        for (int i = 0; kinds.Length > 0 && i < Math.Max(kinds.Length, cpus); i++)
        {
            (string name, Func<StressActor> create, uint weight) = kinds[i % kinds.Length];
            if (i < kinds.Length || name != ForkActor.Kind)
            {
                actors[i % cpus].Add(create(), weight);
            }
        }

        return actors;
    }

    /// <summary>One operation of one of them.</summary>
    internal void Run(Cpu cpu, ref SplitMix random)
    {
        uint place = random.Below(_weights);
        foreach ((StressActor actor, uint weight) in _actors)
        {
            if (place < weight)
            {
                actor.Run(cpu, ref random);
                return;
            }

            place -= weight;
        }
    }

    private void Add(StressActor actor, uint weight)
    {
        _actors.Add((actor, weight));
        _weights += weight;
    }
}
