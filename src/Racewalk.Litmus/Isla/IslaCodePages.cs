using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Isla;

/// <summary>No two pieces of code lie on each other.</summary>
internal static class IslaCodePages
{
    /// <summary>Checks the code of threads and handlers.</summary>
    /// <exception cref="LitmusException">Two pieces of code lie on each other.</exception>
    public static void Check(SourceText source, IReadOnlyList<IslaThread> threads, IReadOnlyList<IslaHandler> handlers)
    {
        foreach (IslaThread thread in threads)
        {
            if (thread.Code.End - thread.Code.Address > IslaThreadReader.ThreadStride)
            {
                ulong most = IslaThreadReader.ThreadStride / IslaCode.InstructionSize;
                throw source.Error(thread.Offset, $"the code of thread {thread.Number} has more than {most} instructions");
            }
        }

        ulong end = 0;
        foreach (IslaHandler handler in handlers)
        {
            bool isInThreads = handler.Code.End > IslaThreadReader.ThreadBase && handler.Address < IslaThreadReader.ThreadTop;
            if (handler.Address < end || isInThreads)
            {
                throw source.Error(handler.Offset, $"the section '{handler.Name}' lies on {(isInThreads ? "the code of threads" : "the section before it")}");
            }

            end = Math.Max(end, Math.Max(handler.Code.End, handler.Address + 1));
        }
    }
}
