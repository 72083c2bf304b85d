using System.Security.Cryptography;
using Racewalk.Cli.Checkpoints;

namespace Racewalk.Cli.Tests;

public sealed class CheckpointTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("racewalk-checkpoint").FullName;

    private string File => Path.Combine(_folder, "state");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Check_InterruptedAndResumed_SaysWhatAnUninterruptedOneSays()
    {
        TestRun whole = Check();
        TestRun interrupted = Check("--max-executions", "2", "--checkpoint", File);
        TestRun resumed = Check("--resume", File);
        Assert.Equal(whole.ExitCode, resumed.ExitCode);
        Assert.Equal(WithoutTime(whole.Output), WithoutTime(resumed.Output));
        Assert.Contains("covered: about", interrupted.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("covered", resumed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_ResumedUnderAnotherModel_IsRefused()
    {
        Check("--max-executions", "2", "--checkpoint", File);
        TestRun run = Check("--resume", File, "--model", "sc");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("a checkpoint of something else", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_ResumedFromNothing_IsRefused()
    {
        TestRun run = Check("--resume", File);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("cannot be read", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_CheckpointCannotBeWritten_SaysSoAndGoesOn()
    {
        TestRun run = Check("--max-executions", "2", "--checkpoint", Path.Combine(_folder, "no-such-folder", "state"));
        Assert.Contains("racewalk: no checkpoint: ", run.Error, StringComparison.Ordinal);
        Assert.Equal(Check("--max-executions", "2").ExitCode, run.ExitCode);
    }

    [Fact]
    public void Check_CheckpointOfTheCatalogue_IsRefused() =>
        Assert.Equal(2, TestRun.Of(TestRun.Fake(), "check", "--checkpoint", File).ExitCode);

    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        byte[] state = [1, 2, 3, 0, 255];
        CheckpointFile.Write(File, "build", "subject", state);
        CheckpointFile.Write(File, "build", "subject", state);
        Assert.Equal(state, CheckpointFile.Read(File, "build", "subject"));
        Assert.Equal([File], Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData("another", "subject", "another build")]
    [InlineData("build", "another", "something else: subject, not another")]
    public void Read_OfAnother_Throws(string build, string subject, string why)
    {
        CheckpointFile.Write(File, "build", "subject", [1, 2, 3]);
        Assert.Contains(why, Assert.Throws<CheckpointException>(() => CheckpointFile.Read(File, build, subject)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AnyByteIsDamaged_Throws()
    {
        CheckpointFile.Write(File, "build", "subject", [1, 2, 3]);
        byte[] content = System.IO.File.ReadAllBytes(File);
        for (int i = 0; i < content.Length; i++)
        {
            content[i] ^= 0x10;
            System.IO.File.WriteAllBytes(File, content);
            Assert.Throws<CheckpointException>(() => CheckpointFile.Read(File, "build", "subject"));
            content[i] ^= 0x10;
            System.IO.File.WriteAllBytes(File, content[..i]);
            Assert.Throws<CheckpointException>(() => CheckpointFile.Read(File, "build", "subject"));
        }
    }

    [Fact]
    public void Read_AnotherVersion_Throws()
    {
        CheckpointFile.Write(File, "build", "subject", [1, 2, 3]);
        byte[] content = System.IO.File.ReadAllBytes(File)[..^SHA256.HashSizeInBytes];
        content["RACEWALK".Length] = 99;
        System.IO.File.WriteAllBytes(File, [.. content, .. SHA256.HashData(content)]);
        Assert.Contains(
            "format 99", Assert.Throws<CheckpointException>(() => CheckpointFile.Read(File, "build", "subject")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_DiskIsFull_LeavesTheOneBefore()
    {
        CheckpointFile.Write(File, "build", "subject", [1, 2, 3]);
        Assert.Throws<IOException>(() => CheckpointFile.Write(File, "build", "subject", new byte[100], static path => new FullDisk(System.IO.File.Create(path))));
        Assert.Equal([1, 2, 3], CheckpointFile.Read(File, "build", "subject"));
        Assert.Equal([File], Directory.GetFiles(_folder));
    }

    private static TestRun Check(params string[] arguments) => TestRun.Of(TestRun.Real(), ["check", "test/store-buffering", .. arguments]);

    private static string WithoutTime(string output) => string.Join('\n', output.Split('\n').Select(static l => l.Contains("visited:", StringComparison.Ordinal) ? l[..l.LastIndexOf(',')] : l));

    // Takes ten bytes.
    private sealed class FullDisk(Stream stream) : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            stream.Write(buffer[..10]);
            throw new IOException("no space left on device");
        }

        protected override void Dispose(bool disposing)
        {
            stream.Dispose();
            base.Dispose(disposing);
        }
    }
}
