using Racewalk.Executions;
using Racewalk.Oracle.Language;
using Racewalk.Oracle.Unfolding;

namespace Racewalk.Oracle;

/// <summary>The canonical string of a candidate, see <see cref="CanonicalWriter"/>.</summary>
internal static class CanonicalForm
{
    /// <summary>The canonical string of a candidate.</summary>
    public static string Of(Candidate candidate)
    {
        Skeleton skeleton = candidate.Skeleton;
        var writer = new CanonicalWriter();
        for (int thread = 0; thread < skeleton.Threads.Length; thread++)
        {
            writer.StartThread();
            ThreadUnfolding unfolding = skeleton.Threads[thread];
            for (int index = 0; index < unfolding.Events.Length; index++)
            {
                Write(writer, skeleton, unfolding.Events[index], candidate.Source[skeleton.Id(thread, index)]);
            }

            writer.EndThread(unfolding.IsBlocked);
        }

        for (int location = 0; location < candidate.Coherence.Length; location++)
        {
            int[] order = candidate.Coherence[location];
            if (order.Length == 0)
            {
                continue;
            }

            writer.StartCoherence(TestProgram.Address(location));
            foreach (int write in order)
            {
                writer.NextWrite(skeleton.Thread(write), skeleton.Index(write));
            }

            writer.EndCoherence();
        }

        return writer.ToString();
    }

    private static void Write(CanonicalWriter writer, Skeleton skeleton, ThreadEvent e, int source)
    {
        (int, int)? place = source < 0 ? null : (skeleton.Thread(source), skeleton.Index(source));
        switch (e.Kind)
        {
            case EventKind.Read:
                writer.Read(TestProgram.Address(e.Location), e.Value, e.Partner >= 0, place);
                break;
            case EventKind.Write:
                writer.Write(TestProgram.Address(e.Location), e.Value, e.Partner >= 0);
                break;
            case EventKind.Fence:
                writer.Fence(e.Fence);
                break;
            case EventKind.Choice:
                writer.Choice(e.Value);
                break;
            case EventKind.Send:
                writer.Send(e.Target, e.Handler);
                break;
            case EventKind.Poll:
                writer.Poll(place);
                break;
        }
    }
}
