using Racewalk.Programs;

// Only the checked build compiles this file: it puts the memory manager under the guard of checked code (docs/analyzer.md).
[assembly: CheckedCode]
