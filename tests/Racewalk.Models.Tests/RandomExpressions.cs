using Racewalk.Executions;
using Racewalk.Models.Cat;

namespace Racewalk.Models.Tests;

/// <summary>Random expressions of the cat language, and structures to evaluate them over.</summary>
internal sealed class RandomExpressions(Random random)
{
    private readonly List<string> _relations = ["r", "s", "t", "rf", "id"];
    private readonly List<string> _sets = ["A", "B", "C"];
    private int _fresh;

    public static readonly string[] Sets = ["A", "B", "C"];

    public static readonly string[] Relations = ["r", "s", "t", "rf", "id"];

    /// <summary>A structure with random contents; rf can change.</summary>
    public TestStructure Structure(int count, double density)
    {
        var structure = new TestStructure(count);
        foreach (string name in Sets)
        {
            structure.Set(name, Enumerable.Range(0, count).Where(_ => random.NextDouble() < (name == "C" ? 0.1 : 0.5)));
        }

        foreach (string name in Relations)
        {
            structure.Relation(name);
            Fill(structure.Relations[name], name == "id" ? 0 : density);
        }

        structure.Relations["id"].UnionWithIdentity();
        structure.Nature("rf", CatNature.Growing);
        return structure;
    }

    public void Fill(EventMatrix relation, double density)
    {
        relation.Clear();
        for (int i = 0; i < relation.Count; i++)
        {
            for (int j = 0; j < relation.Count; j++)
            {
                relation[i, j] = random.NextDouble() < density;
            }
        }
    }

    public string Relation(int depth)
    {
        if (depth == 0)
        {
            return random.Next(12) == 0 ? "0" : _relations[random.Next(_relations.Count)];
        }

        string r = "(" + Relation(depth - 1) + ")";
        return random.Next(15) switch
        {
            0 or 1 => $"{r} | ({Relation(depth - 1)}) | ({Relation(depth - 1)})",
            2 => $"{r} & ({Relation(depth - 1)})",
            3 => $"{r} \\ ({Relation(depth - 1)})",
            4 or 5 => $"{r} ; ({Relation(depth - 1)}) ; ({Relation(depth - 1)})",
            6 => $"{r}^-1",
            7 => $"{r}+",
            8 => $"{r}*",
            9 => $"{r}?",
            10 => $"~{r}",
            11 => $"[{Set(depth - 1)}] ; {r} ; [{Set(depth - 1)}]",
            12 => $"{r} & (({Set(depth - 1)}) * ({Set(depth - 1)}))",
            13 => Recursive(depth),
            _ => Let(depth),
        };
    }

    public string Set(int depth)
    {
        if (depth == 0)
        {
            return _sets[random.Next(_sets.Count)];
        }

        return random.Next(7) switch
        {
            0 => $"domain ({Relation(depth - 1)})",
            1 => $"range ({Relation(depth - 1)})",
            2 => $"({Set(depth - 1)}) | ({Set(depth - 1)})",
            3 => $"({Set(depth - 1)}) & ({Set(depth - 1)})",
            4 => $"({Set(depth - 1)}) \\ ({Set(depth - 1)})",
            5 => $"~({Set(depth - 1)})",
            _ => Set(depth - 1),
        };
    }

    /// <summary>Relations that only grow with x and y.</summary>
    private string Recursive(int depth)
    {
        (string x, string y) = ($"x{_fresh}", $"y{_fresh++}");
        string a = Relation(depth - 1);
        string b = Relation(0);
        string body = random.Next(6) switch
        {
            0 => $"{x} = ({a}) | {x} ; {x}",
            1 => $"{x} = ({a}) | {x} ; ({b})",
            2 => $"{x} = ({a}) | ({b}) ; {x}",
            3 => $"{x} = ({a}) | ({b}) ; {x} ; ({b}) | {x}^-1",
            4 => $"{x} = ({a}) & ~({b}) | {y} ; {y} and {y} = {x} ; ({b}) | [domain {x}]",
            _ => $"{x} = ({a}) | ({b}) & ({x} ; {y}+) and {y} = {x}? \\ ({b})",
        };
        return Scoped(x, $"let rec {body} in ", depth);
    }

    private string Let(int depth)
    {
        string x = $"x{_fresh++}";
        return Scoped(x, $"let {x} = {Relation(depth - 1)} in ", depth);
    }

    private string Scoped(string name, string start, int depth)
    {
        _relations.Add(name);
        string body = Relation(depth - 1);
        _relations.Remove(name);
        return $"({start}({body}) | {name})";
    }
}
