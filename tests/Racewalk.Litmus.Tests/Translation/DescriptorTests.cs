using Racewalk.Litmus.Checking;
using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Tests.Translation;

/// <summary>Descriptors and memory attributes as tests write them and as final states show them.</summary>
public sealed class DescriptorTests
{
    [Theory]
    [InlineData("(oa:PA(x))", "(oa:PA(x))")]
    [InlineData("()", "(oa:PA(x))")]
    [InlineData("(valid:1, af:1, db:1, dbm:0, el0:1, x:1)", "(oa:PA(x))")]
    [InlineData("(valid:0)", "(oa:PA(x), valid:0)")]
    [InlineData("(x:0, el0:0, valid:0, dbm:1, db:0, af:0)", "(oa:PA(x), af:0, db:0, dbm:1, valid:0, el0:0, x:0)")]
    [InlineData("(valid:0, oa:PA(y))", "(oa:PA(y), valid:0)")]
    [InlineData("( oa : phy_y , af : 0 )", "(oa:PA(y), af:0)")]
    [InlineData("(oa:PTE(y))", "(oa:PTE(y))")]
    [InlineData("(oa:pte_y)", "(oa:PTE(y))")]
    [InlineData("(oa:TTD(y))", "(oa:PTE(y))")]
    [InlineData("(attrs:(Normal, ISH, iWB, oWB))", "(oa:PA(x))")]
    [InlineData("(attrs:())", "(oa:PA(x))")]
    [InlineData("(attrs:(oNC,iNC))", "(oa:PA(x), attrs:(Normal,ISH,iNC,oNC))")]
    [InlineData("(attrs:(NSH, iWT))", "(oa:PA(x), attrs:(Normal,NSH,iWT,oWB))")]
    [InlineData("(attrs:(OSH, oWT), valid:0)", "(oa:PA(x), valid:0, attrs:(Normal,OSH,iWB,oWT))")]
    [InlineData("(attrs:(TaggedNormal))", "(oa:PA(x), attrs:(TaggedNormal))")]
    [InlineData("(attrs:(TaggedNormal, NSH))", "(oa:PA(x), attrs:(TaggedNormal,NSH,iWB,oWB))")]
    [InlineData("(attrs:(Device-GRE))", "(oa:PA(x), attrs:(Device-GRE))")]
    [InlineData("(attrs:(Device-nGRE, Device-nGRE))", "(oa:PA(x), attrs:(Device-nGRE))")]
    [InlineData("(attrs:(Device-nGnRE))", "(oa:PA(x), attrs:(Device-nGnRE))")]
    [InlineData("(attrs:(Device-nGnRnE))", "(oa:PA(x), attrs:(Device-nGnRnE))")]
    public void Check_OfADescriptor_ShowsItAsHerdDoes(string written, string shown)
    {
        foreach (string place in new[] { "[PTE(x)]", "PTE(x)", "[TTD(x)]", "pte_x" })
        {
            string text = PageTableTest.Text($"{place}={written}; y=0; 0:X1=x;", "NOP", "locations [PTE(x);]\nexists (true)");
            Assert.Equal($"[PTE(x)]={shown};", PageTableTest.States(text));
        }
    }

    [Theory]
    [InlineData("0:X0=(oa:PA(x), valid:0)", true)]
    [InlineData("0:X0=(oa:phy_x, valid:0, dbm:0)", true)]
    [InlineData("0:X0=(oa:PA(x))", false)]
    [InlineData("0:X0=0", false)]
    [InlineData("~(0:X0=(oa:PA(y), valid:0))", true)]
    public void Check_OfAConditionOnADescriptor_ComparesAllFields(string condition, bool holds)
    {
        string text = PageTableTest.Text("[PTE(x)]=(valid:0); 0:X1=PTE(x);", "LDR X0,[X1]", $"exists ({condition})");
        Assert.Equal(holds, PageTableTest.Check(text).IsOk);
    }

    [Theory]
    [InlineData("BIC X0,X0,#1", "(oa:PA(x), valid:0)")]
    [InlineData("AND X0,X0,#1", "1")]
    [InlineData("ORR X0,X0,#128", "(oa:PA(x), db:0)")]
    [InlineData("BIC X0,X0,#1024", "(oa:PA(x), af:0)")]
    [InlineData("ORR X0,X0,#2", "(oa:PA(x))")]
    [InlineData("EOR X0,X0,X0", "0")]
    public void Check_OfArithmeticOnADescriptor_KnowsItsBits(string code, string shown)
    {
        string text = PageTableTest.Text("[PTE(x)]=(valid:1); 0:X1=PTE(x);", $"LDR X0,[X1]\n{code}", "locations [0:X0;]\nexists (true)");
        Assert.Equal($"0:X0={shown};", PageTableTest.States(text));
    }

    [Theory]
    [InlineData("BIC X0,X0,#2")]
    [InlineData("ORR X0,X0,#4")]
    public void Check_OfAValueThatNoFieldsSay_ShowsANumber(string code)
    {
        string text = PageTableTest.Text("[PTE(x)]=(valid:1); 0:X1=PTE(x);", $"LDR X0,[X1]\n{code}", "locations [0:X0;]\nexists (true)");
        Assert.DoesNotContain("oa", PageTableTest.States(text), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[PTE(x)]=(oa:PA(y))", "parel1_t:(oa:PA(y))", true)]
    [InlineData("[PTE(x)]=(oa:PA(y))", "parel1_t:(oa:PA(x))", false)]
    [InlineData("[PTE(x)]=(oa:PA(y))", "parel1_t:(f:1)", false)]
    [InlineData("[PTE(x)]=(valid:0)", "parel1_t:(f:1)", true)]
    public void Check_OfPar_IsThePageOrAFault(string init, string value, bool holds)
    {
        string text = PageTableTest.Text($"{init}; 0:X1=x; y=0;", "AT S1E1R,X1\nMRS X0,PAR_EL1", $"exists (0:X0={value})");
        LitmusResult result = PageTableTest.Check(text);
        Assert.Equal(holds, result.IsOk);
        Assert.Equal(holds, Assert.Single(result.States).Text == $"0:X0=({value});");
    }

    [Fact]
    public void Attributes_OfEveryCode_ReadWhatTheyWrite()
    {
        int codes = 0;
        for (int code = 0; code < 256; code++)
        {
            if (MemoryAttributes.IsCode(code))
            {
                codes++;
                Assert.Equal(code, MemoryAttributes.Parse(MemoryAttributes.Names(code)));
            }
        }

        Assert.Equal((2 * 27) + 4, codes);
    }

    [Fact]
    public void IsTestVariant_OfAnyCase_IsOne() => Assert.True(LitmusReader.IsTestVariant("VMSA") && LitmusReader.IsTestVariant("ets2") && !LitmusReader.IsTestVariant("mte"));
}
