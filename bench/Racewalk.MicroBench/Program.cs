using BenchmarkDotNet.Running;
using Racewalk.MicroBench;

// Single operations of the native machine: dotnet run -c Release --project bench/Racewalk.MicroBench -- --filter '*'
BenchmarkSwitcher.FromTypes([typeof(OperationBenchmarks)]).Run(args);
