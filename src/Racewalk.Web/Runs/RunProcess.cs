using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Racewalk.Web.Runs;

/// <summary>A process for one run. It is started before it is needed, as a start takes longer than many a run.</summary>
internal sealed class RunProcess : IDisposable
{
    /// <summary>The longest message that is taken, in characters.</summary>
    public const int MaxMessage = 8 << 20;

    private readonly Process _process;
    private readonly char[] _buffer = new char[1 << 14];
    private int _start;
    private int _end;

    private RunProcess(Process process)
    {
        _process = process;

        // Nobody reads what it complains of, but it must not wait for a reader.
        _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
    }

    /// <summary>Starts it.</summary>
    /// <param name="program">The program and its arguments.</param>
    /// <param name="memory">How much memory its heap may take, in MiB.</param>
    public static RunProcess Start(IReadOnlyList<string> program, int memory)
    {
        var info = new ProcessStartInfo(program[0], program.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
            WorkingDirectory = Path.GetTempPath(),
        };
        info.Environment["DOTNET_GCHeapHardLimit"] = ((long)memory << 20).ToString("x", CultureInfo.InvariantCulture);
        info.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        info.Environment["DOTNET_NOLOGO"] = "1";
        return new RunProcess(Process.Start(info) ?? throw new InvalidOperationException($"{program[0]} could not be started"));
    }

    /// <summary>Whether it still waits or runs.</summary>
    public bool IsAlive => !_process.HasExited;

    /// <summary>Gives it its order.</summary>
    public async Task SendAsync(string order, CancellationToken cancellation)
    {
        await _process.StandardInput.WriteAsync((order + "\n").AsMemory(), cancellation);
        await _process.StandardInput.FlushAsync(cancellation);
    }

    /// <summary>Its next message; null if it has said all.</summary>
    /// <exception cref="InvalidDataException">The message is longer than <see cref="MaxMessage"/>.</exception>
    public async Task<string?> ReadAsync(CancellationToken cancellation)
    {
        // No ReadLine: it would take a line of any length.
        var line = new StringBuilder();
        while (true)
        {
            if (_start == _end)
            {
                _start = 0;
                _end = await _process.StandardOutput.ReadAsync(_buffer.AsMemory(), cancellation);
                if (_end == 0)
                {
                    return line.Length == 0 ? null : line.ToString();
                }
            }

            int newLine = Array.IndexOf(_buffer, '\n', _start, _end - _start);
            int until = newLine < 0 ? _end : newLine;
            line.Append(_buffer, _start, until - _start);
            _start = newLine < 0 ? _end : newLine + 1;
            if (line.Length > MaxMessage)
            {
                throw new InvalidDataException("the result is too large to be shown");
            }

            if (newLine >= 0)
            {
                return line.ToString();
            }
        }
    }

    /// <summary>How it ended, in words, once it has.</summary>
    public async Task<string> EndAsync(CancellationToken cancellation)
    {
        await _process.WaitForExitAsync(cancellation);
        return _process.ExitCode switch
        {
            // .NET's exit codes for what cannot be caught are those of the signal that it sends itself.
            134 or 139 => "its process came to an end: too much memory, or calls too deep",
            int code => string.Create(CultureInfo.InvariantCulture, $"its process came to an end with code {code}"),
        };
    }

    /// <summary>Kills it, if it still runs.</summary>
    public void Dispose()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It has ended by itself.
        }

        _process.Dispose();
    }
}
