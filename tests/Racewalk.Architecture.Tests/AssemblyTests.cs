using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Racewalk.Architecture.Tests;

/// <summary>What the built assemblies contain.</summary>
public sealed class AssemblyTests
{
    public static TheoryData<string> Assemblies => [.. Repository.Assemblies.Select(file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Public_classes_are_sealed_static_or_abstract(string assembly)
    {
        using var file = new PEReader(File.OpenRead(PathOf(assembly)));
        MetadataReader metadata = file.GetMetadataReader();
        IEnumerable<string> open = metadata.TypeDefinitions
            .Select(metadata.GetTypeDefinition)
            .Where(type => IsPublic(metadata, type) && !IsComponent(metadata, type))
            .Where(type => (type.Attributes & (TypeAttributes.Sealed | TypeAttributes.Abstract)) == 0)
            .Select(type => metadata.GetString(type.Name));

        Assert.Empty(open);
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Assembly_uses_only_what_its_layer_may_see(string assembly)
    {
        using var file = new PEReader(File.OpenRead(PathOf(assembly)));
        MetadataReader metadata = file.GetMetadataReader();
        IEnumerable<string> used = metadata.AssemblyReferences
            .Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))
            .Where(name => name.StartsWith("Racewalk.", StringComparison.Ordinal));

        Assert.Subset(Layers.Visible(ProjectOf(assembly)), used.ToHashSet(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_project_was_built_for_these_tests() =>
        Assert.Equal(
            Repository.References.Keys.Where(p => p != "Racewalk.Analyzers").Order(StringComparer.Ordinal),
            Repository.Assemblies.Select(a => ProjectOf(Path.GetFileName(a))).Order(StringComparer.Ordinal));

    private static string PathOf(string assembly) => Repository.Assemblies.Single(file => Path.GetFileName(file) == assembly);

    /// <summary>The command's assembly has the command's name.</summary>
    private static string ProjectOf(string assembly) => assembly == "racewalk.dll" ? "Racewalk.Cli" : Path.GetFileNameWithoutExtension(assembly);

    private static bool IsPublic(MetadataReader metadata, TypeDefinition type) => (type.Attributes & TypeAttributes.VisibilityMask) switch
    {
        TypeAttributes.Public => true,
        TypeAttributes.NestedPublic => IsPublic(metadata, metadata.GetTypeDefinition(type.GetDeclaringType())),
        _ => false,
    };

    /// <summary>Classes that the Razor compiler writes cannot be sealed.</summary>
    private static bool IsComponent(MetadataReader metadata, TypeDefinition type) =>
        type.BaseType.Kind == HandleKind.TypeReference &&
        metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)type.BaseType).Namespace)
            .StartsWith("Microsoft.AspNetCore.Components", StringComparison.Ordinal);
}
