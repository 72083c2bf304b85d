using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Dialects.C;

/// <summary>The kernel's C, for the Linux kernel's memory model.</summary>
internal static class CDialect
{
    /// <summary>Makes the program of a file ready to be run.</summary>
    /// <exception cref="LitmusException">The file is wrong or not supported.</exception>
    public static LitmusProgram Lower(LitmusFile file)
    {
        IReadOnlyList<CThreadSyntax> syntax = file.CThreads ?? [];
        var names = new CNames(syntax);
        var lowering = new ProgramLowering(file, names);
        names.Lowering = lowering;
        foreach (CThreadSyntax thread in syntax)
        {
            foreach (CParameter parameter in thread.Parameters)
            {
                lowering.Locations.Number(parameter.Name);
            }
        }

        var globals = file.Init.Where(i => i.Place.IsLocation).Select(i => i.Place.Name).ToHashSet(StringComparer.Ordinal);
        var threads = new List<ILitmusThread>();
        foreach (CThreadSyntax thread in syntax)
        {
            var scope = new CScope(file.Source, thread, globals, names.Of(thread.Number), lowering.Locations);
            IReadOnlyList<COperation> body = new CLowering(file.Source, scope).Lower(thread.Body);
            foreach (string parameter in scope.AssignedParameters)
            {
                names.SetToAddress(thread.Number, parameter);
            }

            threads.Add(new CThread(body, names.Of(thread.Number).Names));
        }

        return lowering.Finish(threads);
    }

    private sealed class CNames(IReadOnlyList<CThreadSyntax> threads) : IRegisterNames
    {
        private readonly CRegisters[] _registers = [.. threads.Select(_ => new CRegisters())];

        public ProgramLowering? Lowering { get; set; }

        public CRegisters Of(int thread) => _registers[thread];

        public int Number(PlaceSyntax register)
        {
            // As in herd, a parameter is a local variable that begins as an address, if anybody asks.
            bool isParameter = !Of(register.Thread).Contains(register.Name) && threads[register.Thread].Parameters.Any(p => p.Name == register.Name);
            if (isParameter)
            {
                SetToAddress(register.Thread, register.Name);
            }

            return Of(register.Thread).Number(register.Name);
        }

        public void SetToAddress(int thread, string parameter)
        {
            if (Lowering is not null)
            {
                Lowering.SetInitialRegister(thread, Of(thread).Number(parameter), Lowering.Locations.AddressAsValue(parameter));
            }
        }
    }
}
