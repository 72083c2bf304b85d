namespace Racewalk.Hardware;

/// <summary>What the checked build's words can do besides arithmetic, for plain integers.</summary>
public static class WordExtensions
{
    extension(ulong)
    {
        /// <summary>One of two values.</summary>
        public static ulong Select(bool flag, ulong ifTrue, ulong ifFalse) => flag ? ifTrue : ifFalse;
    }
}
