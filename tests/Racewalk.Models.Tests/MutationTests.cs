using System.Diagnostics;
using Racewalk.Models.Cat;

namespace Racewalk.Models.Tests;

/// <summary>Damaged cat files are refused with a diagnostic, never anything worse.</summary>
public sealed class MutationTests
{
    private static readonly string[] s_seeds =
    [
        """
        "A model" (* with a (* nested *) comment *)
        include "cos.cat"
        let com = rf | co | fr
        acyclic po | com as sc
        let rec ob = com | ob ; ob
        irreflexive ob \ id as ob
        flag ~empty (R * W) & loc as race
        """,
        """
        enum Tags = 'one || 'two
        instructions R[Tags]
        let f(a, b) = a ; [b] ; a^-1
        let g = fun r -> f(r, W)+ ?
        let pick t = match t with 'one -> po || _ -> rf end
        procedure check(r) = acyclic g(r) | pick 'two as checked end
        call check(rf)
        forall t in Tags do empty (pick t) & id end
        """,
        """
        with co from generate_cos(co0)
        let rec all S = match S with || {} -> 0 || e ++ others -> ({e} * S) | all others end
        let x = try missing with { } | all(W)
        if "some" && not ("other" || "third") empty x else show x \ id as x, end
        let y = let rec a = rf | b and b = a ; po in if a = b then a else b
        empty y & ~y
        assert empty [R & W]
        """,
    ];

    private static readonly string[] s_pieces =
    [
        "(", ")", "{", "}", "[", "]", "_", "0", "|", "||", "&", "&&", "*", "~", "+", "++", "^", "-1", "\\", "?", "=", ";", ",", "->", "\"", "'", "(*", "*)",
        "//", "#", " let ", " rec ", " and ", " in ", " fun ", " match ", " with ", " end ", " try ", " if ", " then ", " else ", " acyclic ", " empty ", " as ",
        " include ", " procedure ", " call ", " enum ", " forall ", " do ", " from ", " show ", " flag ", "x", "W", "rf", "po", "'one", "\"v\"", "\n", "é", "\0",
    ];

    [Fact]
    public void Damaged_files_are_refused_or_read()
    {
        var random = new SplitMixRandom(20260817);
        TestStructure structure = new LitmusStructure().Build();
        var watch = Stopwatch.StartNew();
        int read = 0;
        int refused = 0;
        while (watch.Elapsed < TimeSpan.FromSeconds(20) || read + refused < 1000)
        {
            string text = Damaged(random);
            try
            {
                CatEvaluation evaluation = CatModel.Parse("damaged.cat", text, CatOptions.Default).CreateEvaluation();
                evaluation.Begin(structure);
                evaluation.MayBeConsistent();
                evaluation.Complete();
                evaluation.Explain();
                read++;
            }
            catch (CatException)
            {
                refused++;
            }
            catch (Exception other)
            {
                Assert.Fail($"{other.GetType().Name}: {other.Message}\nfor\n{text}");
            }
        }

        Assert.True(read > 0 && refused > 0, $"{read} read, {refused} refused");
    }

    private static string Damaged(Random random)
    {
        string text = s_seeds[random.Next(s_seeds.Length)];
        for (int i = random.Next(1, 5); i > 0; i--)
        {
            int at = random.Next(text.Length + 1);
            int length = Math.Min(random.Next(1, 12), text.Length - at);
            text = random.Next(5) switch
            {
                0 => text.Remove(at, length),
                1 => text.Insert(at, s_pieces[random.Next(s_pieces.Length)]),
                2 => text.Remove(at, length).Insert(at, s_pieces[random.Next(s_pieces.Length)]),
                3 => text.Insert(random.Next(text.Length + 1), text.Substring(at, length)),
                _ => text[..at],
            };
        }

        return text;
    }
}
