using Racewalk.Models;

namespace Racewalk.Testing.Tests.Examples;

/// <summary>The page's first example: ten lines.</summary>
public sealed class PublishExample
{
    [Fact]
    public void Publish_WithAcquireAndRelease_IsSeenWhole() => Model.Check(MemoryModel.Armv8, program =>
    {
        var data = program.Shared(0);
        var ready = program.Shared(false);
        var seen = program.MustHappen("the consumer sees the flag");
        program.Thread("publish", () => { data.Write(42); ready.WriteRelease(true); });
        program.Thread("consume", () =>
        {
            if (ready.ReadAcquire()) { seen.Happens(); Check.That(data.Read() == 42, "the consumer sees the flag and old data"); }
        });
    });
}
