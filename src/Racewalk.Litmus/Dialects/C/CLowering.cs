using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Dialects.C;

/// <summary>
/// Turns statements into operations: every access within an expression becomes an operation of its own that leaves its value in a local variable, from left
/// to right, so that values flow between accesses only through locals and dependencies can be read off these. Not thread-safe.
/// </summary>
/// <param name="source">The file.</param>
/// <param name="scope">What names mean.</param>
internal sealed class CLowering(SourceText source, CScope scope)
{
    private List<COperation> _operations = [];

    /// <summary>The operations of a function's body.</summary>
    public IReadOnlyList<COperation> Lower(IReadOnlyList<CStatement> statements)
    {
        List<COperation> outer = _operations;
        _operations = [];
        foreach (CStatement statement in statements)
        {
            Lower(statement);
        }

        List<COperation> lowered = _operations;
        _operations = outer;
        return lowered;
    }

    private void Lower(CStatement statement)
    {
        switch (statement)
        {
            case CDeclaration { Value: null }:
                break;
            case CDeclaration declaration:
                Assign(declaration.Offset, scope.Register(declaration.Name), declaration.Value);
                break;
            case CAssignment { Target: CName target } assignment when scope.IsLocal(target.Name):
                Assign(assignment.Offset, scope.Register(target.Name), assignment.Value);
                break;
            case CAssignment assignment:
                CValue address = AddressOfVariable(assignment.Target);
                _operations.Add(
                    new CPrimitiveCall(assignment.Offset, Primitives.PlainStore, -1) { Address = address, Operand = Value(assignment.Value) });
                break;
            case CEvaluation { Expression: CCall call }:
                Call(call, -1);
                break;
            case CEvaluation evaluation:
                Value(evaluation.Expression);
                break;
            case CIf conditional:
                CValue condition = Value(conditional.Condition);
                _operations.Add(new CConditional(conditional.Offset, condition, Lower(conditional.Then), Lower(conditional.Otherwise)));
                break;
        }
    }

    private void Assign(int offset, int target, CExpression value)
    {
        switch (value)
        {
            case CCall call:
                Call(call, target, isValue: true);
                break;
            case CDereference dereference:
                Load(dereference, target);
                break;
            case CName name when scope.IsGlobal(name.Name):
                Load(name, target);
                break;
            default:
                _operations.Add(new CAssign(offset, target, Value(value)));
                break;
        }
    }

    private CValue Value(CExpression expression)
    {
        switch (expression)
        {
            case CNumber number:
                return new CConstant(number.Value);
            case CName name when scope.IsLocal(name.Name):
                return new CLocal(scope.Register(name.Name));
            case CName name when !scope.IsGlobal(name.Name):
                return new CConstant(scope.AddressAsValue(name.Name));
            case CName or CDereference:
                return Temporary(t => Load(expression, t));
            case CCall call:
                return Temporary(t => Call(call, t, isValue: true));
            case CAddressOf { Operand: CDereference dereference }:
                return Value(dereference.Pointer);
            case CAddressOf { Operand: CName name } when !scope.IsLocal(name.Name):
                return new CConstant(scope.AddressAsValue(name.Name));
            case CAddressOf addressOf:
                throw source.Error(addressOf.Offset, "expected a location behind '&'");
            case CUnary unary:
                return COperators.Unary(unary.Operator, Value(unary.Operand));
            case CBinary { Operator: "&&" or "||" } logical:
                return Logical(logical);
            case CBinary { Operator: "/" or "%" } division:
                // A division mentions its operands several times; chains of divisions must not grow exponentially.
                CValue dividend = Simple(division.Left);
                return COperators.Binary(division.Operator, dividend, Simple(division.Right));
            case CBinary binary:
                CValue left = Value(binary.Left);
                return COperators.Binary(binary.Operator, left, Value(binary.Right));
            default:
                throw source.Unsupported(expression.Offset, "this expression");
        }
    }

    // The right operand is evaluated under a condition only where it accesses memory: otherwise nobody can tell.
    private CValue Logical(CBinary logical)
    {
        CValue left = COperators.IsTrue(Value(logical.Left));
        bool isAnd = logical.Operator == "&&";
        List<COperation> outer = _operations;
        _operations = [];
        CValue right = COperators.IsTrue(Value(logical.Right));
        List<COperation> accesses = _operations;
        _operations = outer;
        if (accesses.Count == 0)
        {
            return new CComputation(isAnd ? ExprOp.And : ExprOp.Or, left, right);
        }

        int result = scope.Temporary();
        _operations.Add(new CAssign(logical.Offset, result, left));
        accesses.Add(new CAssign(logical.Offset, result, right));
        CValue condition = isAnd ? new CLocal(result) : COperators.Unary("!", new CLocal(result));
        _operations.Add(new CConditional(logical.Offset, condition, accesses, []));
        return new CLocal(result);
    }

    private CValue Simple(CExpression expression) =>
        Value(expression) is var value && value is CComputation
            ? Temporary(t => _operations.Add(new CAssign(expression.Offset, t, value)))
            : value;

    private CLocal Temporary(Action<int> into)
    {
        int temporary = scope.Temporary();
        into(temporary);
        return new CLocal(temporary);
    }

    private void Load(CExpression variable, int target) =>
        _operations.Add(new CPrimitiveCall(variable.Offset, Primitives.PlainLoad, target) { Address = AddressOfVariable(variable) });

    private void Call(CCall call, int target, bool isValue = false)
    {
        if (Primitives.Find(call.Name) is not { } primitive)
        {
            throw source.Unsupported(call.Offset, $"the function '{call.Name}'");
        }

        if (call.Arguments.Count != primitive.Parameters.Length)
        {
            throw source.Error(call.Offset, $"expected {primitive.Parameters.Length} arguments of {call.Name}, found {call.Arguments.Count}");
        }

        if (isValue && primitive.Result == PrimitiveResult.Nothing)
        {
            throw source.Error(call.Offset, $"expected a value, but {call.Name} gives none");
        }

        var lowered = new CPrimitiveCall(call.Offset, primitive, target);
        for (int i = 0; i < call.Arguments.Count; i++)
        {
            CExpression argument = call.Arguments[i];
            lowered = primitive.Parameters[i] switch
            {
                'L' => lowered with { Address = AddressOfVariable(argument) },
                'P' => lowered with { Address = Pointer(argument) },
                'O' => lowered with { Compared = Value(argument) },
                _ => lowered with { Operand = Value(argument) },
            };
        }

        _operations.Add(lowered);
    }

    // The address of what is accessed by name or through a pointer.
    private CValue AddressOfVariable(CExpression variable) => variable switch
    {
        CDereference dereference => Pointer(dereference.Pointer),
        CName name when scope.IsGlobal(name.Name) => new CConstant(scope.Address(name.Name)),
        CName name => throw source.Error(name.Offset, $"expected a location, such as '*{name.Name}'"),
        _ => throw source.Error(variable.Offset, "expected a location, such as '*x'"),
    };

    // The value of a pointer that is only followed: that does not make the address a value that can be stored.
    private CValue Pointer(CExpression pointer) => pointer switch
    {
        CName name when !scope.IsLocal(name.Name) && !scope.IsGlobal(name.Name) => new CConstant(scope.Address(name.Name)),
        CAddressOf { Operand: CName name } when !scope.IsLocal(name.Name) => new CConstant(scope.Address(name.Name)),
        CAddressOf { Operand: CDereference dereference } => Pointer(dereference.Pointer),
        _ => Value(pointer),
    };
}
