using Racewalk.Litmus.Dialects.AArch64;
using Racewalk.Litmus.Isla.Setup;
using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Isla.Layout;

/// <summary>Builds the tables that the statements of the page table setup ask for, one statement after the other.</summary>
internal sealed class TableBuilder
{
    private const string DefaultTree = "s1_default";
    private const int TreeLimit = 50;

    private readonly SourceText _source;
    private readonly SetupTerms _terms;
    private readonly Dictionary<string, TableTree> _trees = new(StringComparer.Ordinal);
    private readonly List<TableTree> _inOrder = [];
    private readonly List<TableTree> _scope = [];
    private readonly TableVisibility _visibility;
    private readonly bool _isSelfMapped = true;

    private TableBuilder(IslaTest test, SetupTerms terms)
    {
        _source = test.Source;
        _terms = terms;
        _visibility = new TableVisibility(test);
        foreach (SetupOption option in test.PageTableSetup.OfType<SetupOption>())
        {
            switch (option.Name)
            {
                case "default_tables":
                    break;
                case "self_map":
                    _isSelfMapped = option.Value;
                    break;
                default:
                    throw _source.Error(option.Offset, $"there is no option '{option.Name}'");
            }
        }

        if (DefaultTables.AreIn(test))
        {
            _scope.Add(Add(new IslaName(0, DefaultTables.Name), DefaultTables.RootIn(test)));
            _trees.Add(DefaultTree, _scope[0]);
        }
    }

    /// <summary>Builds the tables of a test; tables and walks get their names.</summary>
    /// <param name="test">The test.</param>
    /// <param name="terms">What evaluates the operands of mappings.</param>
    /// <param name="addresses">The named addresses.</param>
    /// <exception cref="LitmusException">A statement has no meaning.</exception>
    public static TranslationTables Build(IslaTest test, SetupTerms terms, IReadOnlyDictionary<string, IslaAddress> addresses)
    {
        var builder = new TableBuilder(test, terms);
        builder.Run(test.PageTableSetup);
        if (builder._scope.Count > 0)
        {
            builder._visibility.Add(builder._scope[0], builder._scope, isSelfMapped: true);
        }

        builder._visibility.Map();
        TableOverlap.Check(test, builder._inOrder, addresses);
        return new TranslationTables(
            [.. builder._inOrder.Select(t => new TableArea(t.Name, t.Root, t.End))],
            builder._inOrder.SelectMany(t => t.Entries).Select(e => e.ToEntry()));
    }

    private void Run(IReadOnlyList<SetupStatement> statements)
    {
        foreach (SetupStatement statement in statements)
        {
            if (statement is SetupMapping mapping)
            {
                Map(mapping);
            }
            else if (statement is SetupTable table)
            {
                Nest(table);
            }
        }
    }

    private void Nest(SetupTable table)
    {
        bool isNew = table.Address is not null;
        if (isNew == _trees.ContainsKey(table.Name))
        {
            throw _source.Error(table.Offset, isNew ? $"the table '{table.Name}' is there already" : $"the new table '{table.Name}' needs an address");
        }

        _scope.Add(isNew ? Add(new IslaName(table.Offset, table.Name), RootOf(table.Address!)) : _trees[table.Name]);
        Run(table.Statements);
        TableTree tree = _scope[^1];
        _scope.RemoveAt(_scope.Count - 1);
        _visibility.Add(tree, _scope, isNew && _isSelfMapped);
    }

    private ulong RootOf(IslaExpression address)
    {
        SetupTerm term = _terms.Evaluate(address);
        return term.Kind is TermKind.Physical or TermKind.Table && term.Value is > 0 and < Granule.AddressEnd && term.Value % Granule.PageSize == 0
            ? term.Value
            : throw _source.Error(address.Offset, "expected the physical address of a page");
    }

    private TableTree Add(IslaName name, ulong root)
    {
        if (_inOrder.Count == TreeLimit)
        {
            throw _source.Error(name.Offset, $"more than {TreeLimit} tables");
        }

        var tree = new TableTree(name.Name, root);
        _trees.Add(name.Name, tree);
        _inOrder.Add(tree);
        _terms.Define(name, new SetupTerm(TermKind.Table, root));
        return tree;
    }

    private void Map(SetupMapping mapping)
    {
        TableTree tree = _scope.Count > 0 ? _scope[^1] : throw _source.Error(mapping.Offset, "there is no table to map in");
        SetupTerm from = _terms.Evaluate(mapping.From);
        bool isIdentity = mapping.Kind == MappingKind.Identity;
        if (from.Kind != TermKind.Virtual && !(isIdentity && from.Kind == TermKind.Physical))
        {
            throw _source.Error(mapping.From.Offset, isIdentity ? "expected an address" : "expected a virtual address");
        }

        if (from.Value >= Granule.AddressEnd)
        {
            throw _source.Error(mapping.From.Offset, "expected an address of at most 48 bits");
        }

        PageDescriptor descriptor = isIdentity
            ? PageDescriptor.Leaf(from.Value, mapping.Level, DescriptorTerms.Attributes(_source, mapping.Attributes))
            : DescriptorTerms.Evaluate(_source, mapping, _terms.Evaluate(mapping.To));
        ulong[] path = tree.Descend(from.Value, mapping.Level, out string problem)
            ?? throw _source.Error(mapping.Offset, $"nothing can be mapped here in {tree.Name}: {problem}");
        TableEntry entry = tree.At(path[^1], mapping.Level);
        entry.IsStated = true;
        if (mapping.Kind == MappingKind.Potential)
        {
            entry.Allow(descriptor.Value);
        }
        else
        {
            entry.Initial = descriptor;
        }

        if (mapping.Walk is { } walk)
        {
            _terms.Define(walk, new SetupTerm(TermKind.Walk, 0, path));
        }
    }
}
