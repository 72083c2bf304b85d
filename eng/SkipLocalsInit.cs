using System.Runtime.CompilerServices;

// The compiler sees to it that locals are set before they are read; clearing all sets of events of a method on entry costs some percent of a search. What stackalloc gives is not cleared either.
[module: SkipLocalsInit]
