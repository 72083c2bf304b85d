using System.Globalization;
using System.Text;

namespace Racewalk.Litmus.Tests.Exploring;

/// <summary>Random tests in the kernel's C.</summary>
internal sealed class RandomC(int seed) : RandomLitmus(seed)
{
    private int _open;
    private bool _isLocked;
    private int _sections;

    protected override string Frame(IReadOnlyList<IReadOnlyList<string>> threads, IReadOnlyList<IReadOnlyList<int>> registers)
    {
        var text = new StringBuilder("C random\n{\n}\n");
        string parameters = string.Join(", ", Names.Select(static n => "int *" + n)) + ", spinlock_t *l";
        for (int t = 0; t < threads.Count; t++)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nP{t}({parameters})\n{{\n");
            foreach (int r in registers[t])
            {
                text.Append(CultureInfo.InvariantCulture, $"  int r{r};\n");
            }

            text.Append("  int *p;\n");
            foreach (string line in threads[t])
            {
                text.Append("  ").Append(line).Append('\n');
            }

            text.Append("}\n");
        }

        text.Append("\nlocations [").Append(string.Join(";", Names));
        for (int t = 0; t < threads.Count; t++)
        {
            foreach (int r in registers[t])
            {
                text.Append(CultureInfo.InvariantCulture, $";{t}:r{r}");
            }
        }

        return text.Append("]\nexists (x=0)\n").ToString();
    }

    protected override void Operation(List<string> code)
    {
        string location = Location();
        switch (Below(20))
        {
            case 0 or 1 or 2 or 3:
                Read(code, Of($"READ_ONCE(*{location})", $"READ_ONCE(*{location})", $"smp_load_acquire({location})", $"*{location}"));
                break;
            case 4 or 5 or 6 or 7:
                code.Add(Of($"WRITE_ONCE(*{location}, {Data()});", $"WRITE_ONCE(*{location}, {Data()});", $"smp_store_release({location}, {Data()});", $"*{location} = {Data()};"));
                break;
            case 8 or 9:
                code.Add(Of(
                    "smp_mb();", "smp_mb();", "smp_rmb();", "smp_wmb();", "smp_mb__before_atomic();", "smp_mb__after_atomic();", "smp_mb__after_spinlock();",
                    "smp_mb__after_unlock_lock();"));
                break;
            case 10 when KnownRegister() is var r and >= 0:
                code.Add($"p = {location} + (r{Text(r)} & 64);");
                if (Below(2) == 0)
                {
                    Read(code, Of("READ_ONCE(*p)", "*p"));
                }
                else
                {
                    code.Add(Of($"WRITE_ONCE(*p, {Data()});", $"*p = {Data()};"));
                }

                break;
            case 11 when KnownRegister() is var r and >= 0:
                code.Add($"if (r{Text(r)} == {Text(Below(2))}) {{");
                _open++;
                break;
            case 12:
                Read(code, $"xchg{Order()}({location}, {Data()})");
                break;
            case 13:
                Read(code, Of(
                    $"atomic_fetch_add{Order()}({Data()}, {location})", $"atomic_add_return{Order()}({Data()}, {location})", $"atomic_fetch_or{Order()}({Data()}, {location})"));
                break;
            case 14:
                code.Add(Of($"atomic_add({Data()}, {location});", $"atomic_inc({location});", $"atomic_dec({location});"));
                break;
            case 15:
                Read(code, $"cmpxchg{Order()}({location}, {Text(Below(2))}, {Data()})");
                break;
            case 16:
                Read(code, $"atomic_add_unless({location}, 1, {Text(Below(2))})");
                break;
            case 17:
                code.Add(_isLocked ? "spin_unlock(l);" : "spin_lock(l);");
                _isLocked = !_isLocked;
                break;
            case 18:
                if (_sections > 0)
                {
                    code.Add("synchronize_rcu();");
                }
                else
                {
                    code.Add("rcu_read_lock();");
                    _sections++;
                }

                break;
            default:
                Read(code, $"READ_ONCE(*{location})");
                break;
        }

        if (_sections > 0 && Below(3) == 0 && code[^1] != "rcu_read_lock();")
        {
            if (code[^1] == "synchronize_rcu();")
            {
                code.RemoveAt(code.Count - 1);
            }

            EndSection(code);
        }
        else if (code.Count > 0 && code[^1] == "synchronize_rcu();" && _sections > 0)
        {
            code[^1] = "smp_mb();";
        }
        else if (_sections == 0 && Below(8) == 0)
        {
            code.Add("synchronize_rcu();");
        }
    }

    protected override void Finish(List<string> code)
    {
        if (_isLocked)
        {
            code.Add("spin_unlock(l);");
        }

        EndSection(code);
        for (; _open > 0; _open--)
        {
            code.Add("}");
        }

        _isLocked = false;
    }

    private void EndSection(List<string> code)
    {
        for (; _sections > 0; _sections--)
        {
            code.Add("rcu_read_unlock();");
        }
    }

    private string Order() => Of("", "_relaxed", "_acquire", "_release");

    private string Data() => KnownRegister() is var r and >= 0 && Below(2) == 0
        ? Of($"r{Text(r)}", $"r{Text(r)} + 1", $"r{Text(r)} - r{Text(r)} + 1")
        : Text(1 + Below(3));

    private void Read(List<string> code, string value)
    {
        int register = NextRegister++;
        code.Add($"r{Text(register)} = {value};");
        Known.Add(register);
    }
}
