using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Tests;

/// <summary>What stands around the code of a test, in all dialects.</summary>
public sealed class FrameTests
{
    private const string Asm = """
        AArch64 MP+test
        "A text"
        Hash=abc
        Orig=Po Rf { x }
        free text
        (* a (* nested *) comment { *)
        {
        int x = 1; uint64_t y; z; [w] = -2;
        int *p = &x; atomic_t a = ATOMIC_INIT(3); struct srcu_struct ss;
        0:X1=x; 0 : X2 = 0xff; uint64_t 1:X3; P1:X4=y; // the end
        };
         P0          | P1 (* c *)    | P1.F ;
         MOV W0,#1   | L0: LDR W0,[X1] |    ;
         (* x *) STR W0,[X1] (* y *) |         | ERET ;
        locations [x; 0:X1 int*; [y];]
        filter (true)
        exists (0:X1=1 /\
           x=2) (* end *)
        """;

    [Fact]
    public void Parse_OfHeader_ReadsNameTextAndKeys()
    {
        LitmusFile file = Parse(Asm);
        Assert.Equal(("AArch64", "MP+test", "A text"), (file.Architecture, file.Name, file.Doc));
        Assert.Equal(["Hash=abc", "Orig=Po Rf { x }"], file.Info.Select(i => $"{i.Key}={i.Value}"));
    }

    [Fact]
    public void Parse_OfInitialState_ReadsTypesPlacesAndValues()
    {
        IEnumerable<string> items = Parse(Asm).Init.Select(i =>
            $"{i.Type}{(i.IsPointer ? "*" : "")} {(i.Place.IsLocation ? "" : $"{i.Place.Thread}:")}{i.Place.Name} "
            + i.Value switch { NumberSyntax n => $"{(long)n.Value}", SymbolSyntax s => s.Name, _ => "-" });
        Assert.Equal(
            [
                "int x 1", "uint64_t y -", " z -", " w -2", "int* p x", "atomic_t a 3", "struct srcu_struct ss -", " 0:X1 x", " 0:X2 255",
                "uint64_t 1:X3 -", " 1:X4 y",
            ],
            items);
    }

    [Fact]
    public void Parse_OfTable_CutsItIntoCells()
    {
        LitmusFile file = Parse(Asm);
        Assert.Equal([(0, false), (1, false), (1, true)], file.AsmThreads!.Select(t => (t.Number, t.IsHandler)));
        Assert.Equal(
            ["MOV W0,#1|STR W0,[X1]", "L0: LDR W0,[X1]|", "|ERET"],
            file.AsmThreads!.Select(t => string.Join('|', t.Cells.Select(c => Asm.Substring(c.Start, c.Length)))));
    }

    [Fact]
    public void Parse_OfEnd_ReadsWhatIsShownAndAsked()
    {
        LitmusFile file = Parse(Asm);
        Assert.Equal(["x", "X1", "y"], file.Shown.Select(p => p.Name));
        Assert.IsType<ConstantCondition>(file.Filter);
        Assert.Equal(Quantifier.Exists, file.Quantifier);
        Assert.Equal("(0:X1=1 /\\ x=2)", file.ConditionText);
    }

    [Theory]
    [InlineData("exists (0:r1=1 /\\ x=2)", "(0:r1=1 & x=2)")]
    [InlineData("exists 0:r1=1 /\\ x=2 \\/ y=3 /\\ z=4", "((0:r1=1 & x=2) | (y=3 & z=4))")]
    [InlineData("~exists (x != -1)", "!x=-1")]
    [InlineData("~ exists (x <> 0xA)", "!x=10")]
    [InlineData("forall (~x=1)", "!x=1")]
    [InlineData("forall (not (x==1))", "!x=1")]
    [InlineData("exists ([x]=1 /\\ *y=2)", "(x=1 & y=2)")]
    [InlineData("exists (0:r1=1:r2)", "0:r1=1:r2")]
    [InlineData("exists (0:r1=[x])", "0:r1=[x]")]
    [InlineData("exists (0:r1=x /\\ 0:r2=&y)", "(0:r1=&x & 0:r2=&y)")]
    [InlineData("exists (x=1 => y=1 => z=1)", "(!x=1 | (!y=1 | z=1))")]
    [InlineData("exists (x=1 /\\ y=1 => z=1)", "(x=1 & (!y=1 | z=1))")]
    [InlineData("exists (true \\/ false)", "(true | false)")]
    [InlineData("exists (fault(P0:L0,x,MMU:Permission))", "fault(0,L0,x,MMU:Permission)")]
    [InlineData("exists (~Fault(P1,x) /\\ fault(P1) /\\ fault(1:L1))", "(!fault(1,,x,) & fault(1,,,) & fault(1,L1,,))")]
    [InlineData("exists (fault(P0,UndefinedInstruction))", "fault(0,,,UndefinedInstruction)")]
    [InlineData("exists (x=1);", "x=1")]
    [InlineData("(x=1)", "x=1")]
    [InlineData("final (P0:EAX = 0); with tso: ~exists; cc: exists; default: forall; << show 0 >>", "0:EAX=0")]
    [InlineData("", "true")]
    [InlineData("locations [x;] << show >>", "true")]
    public void Parse_OfCondition_ReadsIt(string text, string condition)
    {
        LitmusFile file = Parse($"X86 t\n{{ }}\n P0 ;\n MFENCE ;\n{text}\n");
        Assert.Equal(condition, Show(file.Condition));
    }

    [Theory]
    [InlineData("exists (x=1)", Quantifier.Exists)]
    [InlineData("~exists (x=1)", Quantifier.NotExists)]
    [InlineData("forall (x=1)", Quantifier.ForAll)]
    [InlineData("final (x=1); with tso: ~exists;", Quantifier.Exists)]
    [InlineData("locations [x]", Quantifier.None)]
    public void Parse_OfQuantifier_ReadsIt(string text, Quantifier quantifier) =>
        Assert.Equal(quantifier, Parse($"X86 t\n{{ }}\n P0 ;\n MFENCE ;\n{text}").Quantifier);

    [Theory]
    [InlineData("[PUD(x)]=(valid:0)", "PUD(…), a level above the one descriptor of each page,")]
    [InlineData("0:X1=PUD(x)", "PUD(…), a level above the one descriptor of each page,")]
    [InlineData("0:X1=x:green", "a tagged address as a value")]
    [InlineData("0:X1=1:L0", "a label or a tagged address as a value")]
    [InlineData("0:X1=instr:\"NOP\"", "an instruction as a value")]
    [InlineData("0:%a=x", "a symbolic register")]
    public void Parse_OfInitialStateThatIsNotSupported_RefusesItByName(string item, string name)
    {
        var e = Assert.Throws<LitmusException>(() => Parse($"AArch64 t\n{{ {item}; }}\n P0 ;\n NOP ;\nexists (x=1)"));
        Assert.True(e.IsRefusal);
        Assert.Equal($"{name} is not supported", e.Problem);
    }

    [Fact]
    public void Lower_OfUnknownArchitecture_RefusesItByName()
    {
        var e = Assert.Throws<LitmusException>(() => LitmusReader.Lower(Parse("VAX t\n{ }\n P0 ;\n NOP ;\nexists (x=1)")));
        Assert.True(e.IsRefusal);
        Assert.Equal("the architecture VAX is not supported", e.Problem);
    }

    private static LitmusFile Parse(string text) => LitmusReader.Parse(new SourceText("t.litmus", text));

    private static string Show(ConditionSyntax condition) => condition switch
    {
        ConstantCondition c => c.Value ? "true" : "false",
        ValueCondition v => $"{Show(v.Place)}={(v.Value is NumberSyntax n ? $"{(long)n.Value}" : "&" + ((SymbolSyntax)v.Value).Name)}",
        SameValueCondition s => $"{Show(s.Left)}={(s.Right.IsLocation ? $"[{s.Right.Name}]" : Show(s.Right))}",
        FaultCondition f => $"fault({f.Thread},{f.Label},{f.Location?.Name},{f.Kind})",
        NotCondition n => $"!{Show(n.Operand)}",
        AndCondition a => $"({string.Join(" & ", a.Operands.Select(Show))})",
        OrCondition o => $"({string.Join(" | ", o.Operands.Select(Show))})",
        _ => throw new InvalidOperationException(),
    };

    private static string Show(PlaceSyntax place) => place.IsLocation ? place.Name : $"{place.Thread}:{place.Name}";
}
