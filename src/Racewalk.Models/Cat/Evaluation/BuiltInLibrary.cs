namespace Racewalk.Models.Cat.Evaluation;

/// <summary>
/// The files that models include most, for when no library folder has them: enough for models that define everything else themselves.
/// </summary>
internal static class BuiltInLibrary
{
    private const string Standard =
        """
        "Standard definitions"

        let emptyset = domain 0
        let partition = classes-loc
        let tag2instrs = tag2events

        let po-loc = po & loc
        let rfe = rf & ext
        let rfi = rf & int
        let co0 = loc & (IW * (W \ IW) | (W \ FW) * FW)

        let toid(S) = [S]
        let fencerel(S) = po; [S]; po
        let ctrlcfence(r, S) = r; [S]; po
        let imply(a, b) = b | ~a
        let nodetour(r, s, t) = r \ (s; t)
        let singlestep(r) = r \ (r; r)
        let udr r = range r | domain r

        let map f =
          let rec over S = match S with
            || {} -> {}
            || x ++ others -> f x ++ over others
          end in over

        procedure inclusion(a, b) = empty a \ b end
        procedure subseteq(a, b) = empty a \ b end
        procedure total(r, S) = empty (S * S) \ (r | r^-1) end
        """;

    private const string Cross =
        """
        "Products of sets of relations"

        (* One relation of each set, united, in every way. *)
        let cross sets =
          let rec extend(united, sets, done) = match sets with
            || {} -> united ++ done
            || options ++ others ->
              let rec each(options, done) = match options with
                || {} -> done
                || r ++ options -> each(options, extend(r | united, others, done))
              end in each(options, done)
          end in extend(0, sets, {})

        let generate_orders(S, r) = cross (map (fun T -> linearisations(T, r)) (classes-loc S))
        let generate_cos r = generate_orders(W, r)
        """;

    private const string Coherence =
        """
        "Coherence orders"

        include "cross.cat"
        with co from generate_cos(co0)
        let coi = co & int
        let coe = co \ coi
        let fr = (rf^-1; co) \ id
        let fri = fr & int
        let fre = fr \ fri
        let ca = co | fr
        """;

    public static string? Find(string name) => name switch
    {
        "stdlib.cat" => Standard,
        "cross.cat" => Cross,
        "cos.cat" => Coherence,
        _ => null,
    };
}
