namespace Racewalk.Exploration.Walks;

/// <summary>Decides where a walk goes.</summary>
internal interface IWalkStrategy
{
    /// <summary>A walk begins.</summary>
    void Begin();

    /// <summary>Which of some threads goes on.</summary>
    /// <param name="able">The threads, bit t for thread t; not none.</param>
    int NextThread(uint able);

    /// <summary>Which of at least two alternatives is taken.</summary>
    int NextAlternative(int count);
}
