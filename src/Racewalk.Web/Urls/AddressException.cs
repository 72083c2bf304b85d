namespace Racewalk.Web.Urls;

/// <summary>An address that leads nowhere, or makes no sense.</summary>
/// <param name="status">The status to answer with.</param>
/// <param name="message">What is wrong, for the reader.</param>
public sealed class AddressException(int status, string message) : Exception(message)
{
    /// <summary>The status to answer with.</summary>
    public int Status { get; } = status;
}
