using System;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Racewalk.Analyzers;

/// <summary>Recognises the project's types by name, so that both builds of one source are treated alike.</summary>
internal static class Names
{
    internal const string CheckedCodeMetadataName = "Racewalk.Programs.CheckedCodeAttribute";

    internal static bool IsCheckedCode(ITypeSymbol? type) => Is(type, "Racewalk.Programs", "CheckedCodeAttribute");

    internal static bool IsGuard(ITypeSymbol? type) =>
        type is not null && type.GetAttributes().Any(a => Is(a.AttributeClass, "Racewalk.Programs", "CheckedGuardAttribute"));

    internal static bool IsWordOrFlag(ITypeSymbol? type) =>
        Is(type, "Racewalk.Programs", "Word") || Is(type, "Racewalk.Programs", "Flag") || Is(type, "Racewalk.Testing", "Value");

    /// <summary>Whether operations are asked of the type: <c>ThreadContext</c>, every <c>…Cpu</c> of the project, and the memory of unit tests.</summary>
    internal static bool IsCpu(ITypeSymbol? type)
    {
        if (type is ITypeParameterSymbol parameter)
        {
            return parameter.ConstraintTypes.Any(IsCpu);
        }

        for (; type is not null; type = type.BaseType)
        {
            if (Is(type, "Racewalk.Programs", "ThreadContext") || IsTestMemory(type) ||
                (type.Name.EndsWith("Cpu", StringComparison.Ordinal) && IsUnder(type, "Racewalk")))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether functions of this delegate type are bodies of contexts: <c>ThreadBody</c>, and any other that is handed a CPU.</summary>
    internal static bool IsBody(ITypeSymbol? type) =>
        type is INamedTypeSymbol { DelegateInvokeMethod: { } invoke } && invoke.Parameters.Any(p => IsCpu(p.Type));

    /// <summary>Whether a function that is passed to this method becomes a thread of a unit test.</summary>
    internal static bool IsTestThread(IMethodSymbol method) => Is(method.ContainingType, "Racewalk.Testing", "TestProgram") && (method.Name is "Thread" or "Threads");

    private static bool IsTestMemory(ITypeSymbol type) =>
        type.Name is "Shared" or "SharedFlag" or "SharedArray" or "Check" && Is(type, "Racewalk.Testing", type.Name);

    internal static bool Is(ITypeSymbol? type, string space, string name) =>
        type is not null && type.Name == name && type.ContainingType is null && Namespace(type) == space;

    /// <summary>Whether the type lies in the namespace or below it.</summary>
    internal static bool IsUnder(ITypeSymbol type, string space)
    {
        string own = Namespace(type);
        return own == space || own.StartsWith(space + ".", StringComparison.Ordinal);
    }

    internal static string Namespace(ITypeSymbol type) =>
        type.ContainingNamespace is { IsGlobalNamespace: false } space ? space.ToDisplayString() : "";

    /// <summary>The name for messages: <c>Type.Member</c>.</summary>
    internal static string Display(ISymbol member) =>
        member.ContainingType is { Name.Length: > 0 } type && member.Kind is not (SymbolKind.Local or SymbolKind.Parameter)
            ? type.Name + "." + (member is IMethodSymbol { MethodKind: MethodKind.Constructor } ? "new" : member.Name)
            : member.Name;
}
