namespace Company.Scenario;

/// <summary>What is checked: a box for one message, from one thread to another. Replace it by your own.</summary>
public sealed class Mailbox(TestProgram program, bool isReleased = true)
{
    private readonly Shared<int> _message = program.Shared(0);
    private readonly SharedFlag _isFull = program.Shared(false);

    /// <summary>Puts a message in.</summary>
    public void Post(int message)
    {
        _message.Write(message);
        if (isReleased)
        {
            _isFull.WriteRelease(true);
        }
        else
        {
            _isFull.Write(true);
        }
    }

    /// <summary>Waits for the message.</summary>
    public Value<int> Take()
    {
        Check.SpinUntil(() => _isFull.ReadAcquire(), "empty");
        return _message.Read();
    }
}
