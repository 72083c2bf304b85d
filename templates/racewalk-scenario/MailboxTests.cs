namespace Company.Scenario;

public sealed class MailboxTests
{
    public static TheoryData<MemoryModel> Models => [MemoryModel.Sc, MemoryModel.Tso, MemoryModel.Armv8];

    [Theory]
    [MemberData(nameof(Models))]
    public void Take_AfterPost_GivesTheMessage(MemoryModel model) => Model.Check(model, program => Declare(program, new Mailbox(program)));

    // The twin that must fail: if it does not, the test above proves nothing about the barrier.
    [Fact]
    public void Take_WithoutRelease_GivesAnOldMessage() => Assert.Throws<RaceFoundException>(
        () => Model.Check(MemoryModel.Armv8, program => Declare(program, new Mailbox(program, isReleased: false))));

    private static void Declare(TestProgram program, Mailbox mailbox)
    {
        program.Thread("sender", () => mailbox.Post(42));
        program.Thread("receiver", () => Check.That(mailbox.Take() == 42, "the receiver gets an old message"));
    }
}
