using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Racewalk.Analyzers;

/// <summary>RW0004: clocks, randomness, host threads, files, the environment.</summary>
internal sealed class NondeterminismRule : IRule
{
    private static readonly ImmutableDictionary<string, string> s_types = ImmutableDictionary.CreateRange(StringComparer.Ordinal,
    [
        Entry("System.TimeProvider", "a clock"),
        Entry("System.Diagnostics.Stopwatch", "a clock"),
        Entry("System.Random", "random"),
        Entry("System.HashCode", "seeded at random in every process"),
        Entry("System.Environment", "the environment"),
        Entry("System.AppContext", "the environment"),
        Entry("System.AppDomain", "the environment"),
        Entry("System.OperatingSystem", "the environment"),
        Entry("System.Runtime.InteropServices.RuntimeInformation", "the environment"),
        Entry("System.GC", "the host's memory management"),
        Entry("System.Console", "input or output"),
        Entry("System.Diagnostics.Process", "the environment"),
    ]);

    private static readonly ImmutableDictionary<string, string> s_spaces = ImmutableDictionary.CreateRange(StringComparer.Ordinal,
    [
        Entry("System.Threading", "a host thread's business"),
        Entry("System.IO", "input or output"),
        Entry("System.Net", "input or output"),
        Entry("System.Security.Cryptography", "random or the environment"),
    ]);

    private static readonly ImmutableHashSet<string> s_members = ImmutableHashSet.Create(StringComparer.Ordinal,
        "DateTime.Now", "DateTime.UtcNow", "DateTime.Today", "DateTimeOffset.Now", "DateTimeOffset.UtcNow");

    /// <inheritdoc/>
    public void Visit(IOperation operation, Action<Diagnostic> report)
    {
        ISymbol? member = operation switch
        {
            IInvocationOperation call => call.TargetMethod,
            IObjectCreationOperation creation => creation.Constructor,
            IMemberReferenceOperation reference => reference.Member,
            _ => null,
        };
        if (member is not null && Complaint(member) is { } complaint)
        {
            report(Diagnostic.Create(Descriptors.Nondeterminism, operation.Syntax.GetLocation(), Names.Display(member), complaint));
        }
    }

    /// <summary>Whether the rule forbids the member, so that no other rule need complain.</summary>
    internal static bool Forbids(ISymbol member) => Complaint(member) is not null;

    private static string? Complaint(ISymbol member)
    {
        if (member.ContainingType is not { } type || !Names.IsUnder(type, "System"))
        {
            return null;
        }

        for (INamedTypeSymbol? level = type; level is not null; level = level.BaseType)
        {
            if (s_types.TryGetValue(Names.Namespace(level) + "." + level.Name, out string? why))
            {
                return why;
            }
        }

        return s_spaces.Where(s => Names.IsUnder(type, s.Key)).Select(s => s.Value).FirstOrDefault() ?? MemberComplaint(member, type);
    }

    private static string? MemberComplaint(ISymbol member, INamedTypeSymbol type) => member.Name switch
    {
        _ when Names.Namespace(type) == "System" && s_members.Contains(type.Name + "." + member.Name) => "a clock",
        "NewGuid" or "CreateVersion7" when Names.Is(type, "System", "Guid") => "random",
        // Their hash codes differ between processes, and with them the counts of workers.
        "GetHashCode" when type.SpecialType is SpecialType.System_Object or SpecialType.System_String || type.Name == "RuntimeHelpers" =>
            "different in every process",
        _ => null,
    };

    private static KeyValuePair<string, string> Entry(string name, string why) => new(name, why);
}
