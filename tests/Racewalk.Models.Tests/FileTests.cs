using Racewalk.Models.Cat;

namespace Racewalk.Models.Tests;

/// <summary>Models of several files, and bell files.</summary>
public sealed class FileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("racewalk-cat-").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void Included_files_are_found_next_to_the_file_and_in_the_library()
    {
        string library = Directory.CreateDirectory(Path.Combine(_folder, "library")).FullName;
        Write("library/relations.cat", "let a = po include \"more.cat\"");
        Write("library/more.cat", "let b = rf");
        Write("here.cat", "let c = co");
        string main = Write("main.cat", "\"Main\" include \"relations.cat\" include \"here.cat\" acyclic a | b | c as all");
        CatModel model = CatModel.Load(main, new CatOptions { LibraryFolders = [library] });
        CatEvaluation evaluation = model.CreateEvaluation();
        TestStructure structure = new LitmusStructure().Build();

        evaluation.Begin(structure);

        Assert.Equal(("Main", 1), (model.Title, evaluation.Complete()));
        Assert.Equal(["all"], model.CheckNames);
    }

    [Fact]
    public void A_file_can_be_included_twice_but_not_in_itself()
    {
        Write("twice.cat", "let a = po");
        Write("one.cat", "include \"two.cat\"");
        Write("two.cat", "include \"one.cat\"");
        string fine = Write("fine.cat", "include \"twice.cat\" include \"twice.cat\" acyclic a");
        string cycle = Write("cycle.cat", "let a = po\ninclude \"one.cat\"");

        Assert.Equal(1, Evaluate(fine));
        var error = Assert.Throws<CatException>(() => Evaluate(cycle));
        Assert.Equal(("\"one.cat\" includes itself", "two.cat", 1, 9), (error.Problem, error.File, error.Line, error.Column));
    }

    [Fact]
    public void Missing_files_are_reported_where_they_are_included()
    {
        string main = Write("main.cat", "let a = po\ninclude \"missing.cat\"");
        string optional = Write("optional.cat", "if \"never\" include \"missing.cat\" else acyclic po end");

        var error = Assert.Throws<CatException>(() => Evaluate(main));

        Assert.Equal(("there is no file \"missing.cat\" to include", "main.cat", 2), (error.Problem, error.File, error.Line));
        Assert.Equal(1, Evaluate(optional));
        Assert.Throws<CatException>(() => CatModel.Load(Path.Combine(_folder, "nowhere.cat"), CatOptions.Default));
        Assert.Throws<CatException>(() => CatModel.Load(main, CatOptions.Default with { BellFile = "missing.bell" }));
    }

    [Fact]
    public void Mistakes_in_included_files_are_reported_when_the_model_is_read()
    {
        Write("wrong.cat", "let a = ;");
        string main = Write("main.cat", "if \"never\" include \"wrong.cat\" end");

        var error = Assert.Throws<CatException>(() => CatModel.Load(main, CatOptions.Default));

        Assert.Equal(("wrong.cat", 1, 9), (error.File, error.Line, error.Column));
    }

    [Fact]
    public void A_file_of_the_library_goes_before_the_built_in_one()
    {
        Write("stdlib.cat", "let com = rf | co");
        string main = Write("main.cat", "acyclic com");
        string other = Write("other.cat", "acyclic po-loc");

        Assert.Equal(1, Evaluate(main));
        Assert.Equal("the name 'po-loc' means nothing here", Assert.Throws<CatException>(() => Evaluate(other)).Problem);
    }

    [Fact]
    public void What_built_in_models_share_can_be_included_but_is_no_model()
    {
        string main = Write("main.cat", "include \"armv8-common.cat\" acyclic lmrs | ca");

        Assert.Equal(1, Evaluate(main));
        Assert.DoesNotContain("armv8-common", BuiltInModels.Names);
        Assert.Throws<ArgumentException>(() => BuiltInModels.Get("armv8-common"));
        Assert.All(BuiltInModels.Names, name => Assert.NotEmpty(BuiltInModels.Get(name).CheckNames));
    }

    [Fact]
    public void A_bell_file_declares_tags_and_makes_definitions()
    {
        Write(
            "small.bell",
            """
            enum Accesses = 'once || 'release
            enum Barriers = 'full || 'light-one
            instructions R[{'once}]
            instructions W[Accesses]
            instructions F[Barriers]
            default W['once]
            let Strong = Full | Release
            """);
        string main = Write("main.cat", "flag ~empty Strong as strong  flag ~empty Light-one as light  flag empty tag2events('once) as no-once  acyclic po");
        CatModel model = CatModel.Load(main, CatOptions.Default with { BellFile = "small.bell" });
        TestStructure structure = new LitmusStructure().Build();
        structure.Set("Full");
        var seen = new Collector("po");
        CatEvaluation evaluation = model.CreateEvaluation();

        evaluation.Begin(structure);
        evaluation.Complete(seen);

        Assert.Equal(["no-once"], seen.Flags);
        Assert.Equal(["strong", "light", "no-once"], model.FlagNames);
        Assert.Equal(
            ["R once False", "W once,release False", "F full,light-one False", "W once True"],
            model.Annotations.Select(a => $"{a.Events} {string.Join(';', a.Tags.Select(tags => string.Join(',', tags)))} {a.IsDefault}"));
    }

    [Fact]
    public void Variants_choose_instructions_and_expressions()
    {
        const string Text = "if \"a\" && not \"b\" empty R as first else empty W as second end  let x = if \"b\" || \"c\" then R else 0  empty x as third";
        TestStructure structure = new LitmusStructure().Build();
        CatModel model = CatModel.Parse("t", Text, new CatOptions { Variants = new HashSet<string>(StringComparer.Ordinal) { "a" } });
        CatEvaluation evaluation = model.CreateEvaluation();

        evaluation.Begin(structure);
        Assert.Equal(["first", "third"], evaluation.Checks.Select(check => check.Name));
        Assert.True(evaluation.TryGetRelation("x", out _));
        structure.Variants.Add("b");
        evaluation.Begin(structure);
        Assert.Equal(["second", "third"], evaluation.Checks.Select(check => check.Name));
        Assert.True(evaluation.TryGetSet("x", out _));
    }

    private int Evaluate(string path)
    {
        CatEvaluation evaluation = CatModel.Load(path, CatOptions.Default).CreateEvaluation();
        evaluation.Begin(new LitmusStructure().Build());
        return evaluation.Complete();
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
