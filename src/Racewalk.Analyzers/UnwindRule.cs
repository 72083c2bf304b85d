using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Racewalk.Analyzers;

/// <summary>RW0001: nothing but the project's guards may surround operations, because an unwind must pass.</summary>
internal sealed class UnwindRule(CheckedScope scope) : IRule
{
    /// <inheritdoc/>
    public void Visit(IOperation operation, Action<Diagnostic> report)
    {
        (string? construct, IEnumerable<IOperation> covered) = operation switch
        {
            ITryOperation => ("try", operation.Descendants()),
            ILockOperation => ("lock", operation.Descendants()),
            IUsingOperation @using when !IsGuarded(@using.Resources) => ("using", operation.Descendants()),
            IUsingDeclarationOperation declaration when !IsGuarded(declaration.DeclarationGroup) => ("using", RestOfBlock(operation)),
            _ => (null, []),
        };
        if (construct is not null && covered.Select(DescribeCall).FirstOrDefault(d => d is not null) is { } call)
        {
            report(Diagnostic.Create(Descriptors.Unwind, operation.Syntax.GetFirstToken().GetLocation(), construct, call));
        }
    }

    private static bool IsGuarded(IOperation resources) => resources is IVariableDeclarationGroupOperation group
        ? group.Declarations.SelectMany(d => d.Declarators).All(d => Names.IsGuard(d.Symbol.Type))
        : Names.IsGuard(Unconverted(resources).Type);

    /// <summary>A using declaration covers everything that follows it in its block.</summary>
    private static IEnumerable<IOperation> RestOfBlock(IOperation declaration) => declaration.Parent is { } block
        ? block.ChildOperations.SkipWhile(o => o != declaration).SelectMany(o => o.DescendantsAndSelf())
        : declaration.DescendantsAndSelf();

    private static IOperation Unconverted(IOperation operation) =>
        operation is IConversionOperation { IsImplicit: true } conversion ? Unconverted(conversion.Operand) : operation;

    /// <summary>How a message names the call that the operation is; null if it is none that may unwind.</summary>
    private string? DescribeCall(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke } => "the call of a delegate, which may be checked code",
        IInvocationOperation call => DescribeCall(call.TargetMethod, call.Instance, call.Arguments),
        IObjectCreationOperation { Constructor: { } constructor } creation => DescribeCall(constructor, null, creation.Arguments),
        IPropertyReferenceOperation property when !StaticStateRule.IsAuto(property.Property) =>
            DescribeCall(property.Property, property.Instance, property.Arguments),
        IBinaryOperation { OperatorMethod: { } method } => DescribeCall(method, null, []),
        IUnaryOperation { OperatorMethod: { } method } => DescribeCall(method, null, []),
        IIncrementOrDecrementOperation { OperatorMethod: { } method } => DescribeCall(method, null, []),
        ICompoundAssignmentOperation { OperatorMethod: { } method } => DescribeCall(method, null, []),
        IConversionOperation { OperatorMethod: { } method } => DescribeCall(method, null, []),
        _ => null,
    };

    private string? DescribeCall(ISymbol target, IOperation? instance, IEnumerable<IArgumentOperation> arguments)
    {
        if (Names.IsCpu(target.ContainingType) || Names.IsCpu(instance?.Type) || arguments.Any(a => Names.IsCpu(a.Value.Type)))
        {
            return $"the operation '{Names.Display(target)}'";
        }

        return !target.IsImplicitlyDeclared && scope.Contains(target.OriginalDefinition)
            ? $"the call of '{Names.Display(target)}', which is checked code"
            : null;
    }
}
