using System.Runtime.ExceptionServices;

namespace Racewalk.Models.Cat.Evaluation;

/// <summary>Goes on with a computation where there is stack left.</summary>
internal static class MoreStack
{
    private const int Size = 32 << 20;

    /// <summary>Runs a function on a thread of its own and waits for it; what it throws is thrown.</summary>
    public static T Run<T>(Func<T> function)
    {
        T? result = default;
        ExceptionDispatchInfo? problem = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    result = function();
                }
                catch (Exception thrown)
                {
                    problem = ExceptionDispatchInfo.Capture(thrown);
                }
            },
            Size);
        thread.Start();
        thread.Join();
        problem?.Throw();
        return result!;
    }
}
