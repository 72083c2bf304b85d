using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Racewalk.Analyzers;

/// <summary>Fills the <see cref="RunGraph"/>: bodies, calls between functions, writes.</summary>
internal static class RunScan
{
    private static readonly ImmutableHashSet<string> s_mutators = ImmutableHashSet.Create(
        "Add", "AddFirst", "AddLast", "AddRange", "Append", "AppendLine", "Clear", "Dequeue", "Enqueue", "EnsureCapacity", "ExceptWith",
        "Insert", "InsertRange", "IntersectWith", "Pop", "Push", "Remove", "RemoveAll", "RemoveAt", "RemoveFirst", "RemoveLast",
        "RemoveRange", "RemoveWhere", "Replace", "Reverse", "Set", "SetAll", "Sort", "SymmetricExceptWith", "TryAdd", "TryDequeue",
        "TryPop", "TryRemove", "TryUpdate", "UnionWith");

    /// <summary>Looks at one operation of checked code.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="owner">The member that it stands in.</param>
    /// <param name="graph">What is known about the compilation.</param>
    internal static void Visit(IOperation operation, ISymbol owner, RunGraph graph)
    {
        ISymbol function = FunctionAround(operation, owner);
        foreach (IMethodSymbol callee in Callees(operation))
        {
            graph.AddCall(function, callee);
        }

        if (CheckedScope.FunctionOf(operation) is { } nested)
        {
            graph.AddCall(function, nested);
        }

        if (operation is IDelegateCreationOperation creation && (Names.IsBody(creation.Type) || IsTestThread(creation)) && Target(creation) is { } body)
        {
            graph.AddBody(body);
        }

        foreach ((IOperation place, bool behindReference) in Written(operation))
        {
            ImmutableArray<ISymbol> origins = [.. WriteOrigins.Of(place, function, behindReference)];
            if (!origins.IsEmpty)
            {
                graph.AddWrite(function, new RunGraph.Write(place.Syntax.GetLocation(), place.Syntax.ToString(), origins));
            }
        }
    }

    private static ISymbol FunctionAround(IOperation operation, ISymbol owner)
    {
        for (IOperation? outer = operation.Parent; outer is not null; outer = outer.Parent)
        {
            if (CheckedScope.FunctionOf(outer) is { } function)
            {
                return function;
            }
        }

        return owner;
    }

    /// <summary>Functions that run as part of the caller and see the same state: local functions, lambdas, members of <c>this</c>.</summary>
    private static IEnumerable<IMethodSymbol> Callees(IOperation operation)
    {
        switch (operation)
        {
            case IInvocationOperation { TargetMethod: { MethodKind: MethodKind.LocalFunction } local }:
                yield return local;
                break;
            case IInvocationOperation { Instance: IInstanceReferenceOperation, TargetMethod: { } method }:
                yield return method;
                break;
            case IPropertyReferenceOperation { Instance: IInstanceReferenceOperation, Property.GetMethod: { } getter }:
                yield return getter;
                break;
            case IMethodReferenceOperation { Instance: null or IInstanceReferenceOperation, Method: { } method }:
                yield return method;
                break;
            case IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke, Instance: ILocalReferenceOperation local }
                when WriteOrigins.Initialiser(local) is IDelegateCreationOperation creation && Target(creation) is { } target:
                yield return target;
                break;
        }
    }

    private static IMethodSymbol? Target(IDelegateCreationOperation creation) => creation.Target switch
    {
        IAnonymousFunctionOperation lambda => lambda.Symbol,
        IMethodReferenceOperation reference => reference.Method,
        _ => null,
    };

    /// <summary>Places that the operation writes, and objects that it changes (behind a reference).</summary>
    private static IEnumerable<(IOperation Place, bool BehindReference)> Written(IOperation operation) => operation switch
    {
        IDeconstructionAssignmentOperation deconstruction => Parts(deconstruction.Target).Select(p => (p, false)),
        IAssignmentOperation { Target: not IDeclarationExpressionOperation } assignment => [(assignment.Target, false)],
        IIncrementOrDecrementOperation step => [(step.Target, false)],
        IEventAssignmentOperation { EventReference: { } reference } => [(reference, false)],
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out, Value: not IDeclarationExpressionOperation } argument =>
            [(argument.Value, false)],
        IInvocationOperation { Instance: { } receiver, TargetMethod: { } method } when IsMutator(method) => [(receiver, true)],
        _ => [],
    };

    private static IEnumerable<IOperation> Parts(IOperation target) => target switch
    {
        ITupleOperation tuple => tuple.Elements.SelectMany(Parts),
        IDeclarationExpressionOperation or IDiscardOperation => [],
        _ => [target],
    };

    private static bool IsTestThread(IDelegateCreationOperation creation) =>
        creation.Parent is IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { } method } } && Names.IsTestThread(method);

    private static bool IsMutator(IMethodSymbol method) =>
        s_mutators.Contains(method.Name) && method.ContainingType is { } type &&
        (Names.IsUnder(type, "System.Collections") || Names.Is(type, "System.Text", "StringBuilder")) &&
        Names.Namespace(type) is not ("System.Collections.Immutable" or "System.Collections.Frozen");
}
