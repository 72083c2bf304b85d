using System.Diagnostics;
using System.Text;
using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Tests;

/// <summary>Reads texts, and then mutations of them for some time: each is read, or there is a diagnostic with its place.</summary>
internal sealed class MutationLoop(ulong seed, params string[] texts)
{
    private const string Letters = "(){}[];|:,=*&~!<>?/\\-+.0129xbPr\"\n ";
    private readonly SplitMixRandom _random = new(seed);

    /// <summary>Runs the loop.</summary>
    /// <returns>How many texts were read, and how many were refused.</returns>
    public (int Read, int Refused) Run(TimeSpan time, Action<string> read)
    {
        var clock = Stopwatch.StartNew();
        int done = 0;
        int refused = 0;
        for (int round = 0; clock.Elapsed < time; round++)
        {
            string text = texts[round % texts.Length];
            text = round < texts.Length ? text : Mutate(text);
            try
            {
                read(text);
                done++;
            }
            catch (LitmusException e)
            {
                Assert.InRange(e.Column, 1, e.SourceLine.Length + 2);
                refused++;
            }
            catch (Exception e)
            {
                Assert.Fail($"round {round}: {e}\n{text}");
            }
        }

        return (done, refused);
    }

    private string Mutate(string original)
    {
        var text = new StringBuilder(original);
        for (int edits = _random.Next(1, 5); edits > 0 && text.Length > 0; edits--)
        {
            int at = _random.Next(text.Length);
            int length = Math.Min(_random.Next(1, 12), text.Length - at);
            switch (_random.Next(6))
            {
                case 0:
                    text.Remove(at, length);
                    break;
                case 1:
                    text.Insert(at, text.ToString(at, length));
                    break;
                case 2:
                    text[at] = (char)_random.Next(1, 300);
                    break;
                case 3:
                    text[at] = Letters[_random.Next(Letters.Length)];
                    break;
                case 4:
                    string other = texts[_random.Next(texts.Length)];
                    int from = _random.Next(other.Length);
                    text.Insert(at, other.AsSpan(from, Math.Min(_random.Next(1, 30), other.Length - from)));
                    break;
                default:
                    text.Length = Math.Max(1, at);
                    break;
            }
        }

        return text.ToString();
    }
}
