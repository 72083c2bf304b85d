using System.Buffers.Text;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Racewalk.Web.Urls;

/// <summary>A text in an address: deflated behind the first bytes of its SHA-256, in the letters of base64url (RFC 4648, section 5).</summary>
/// <remarks>Mail programs and chats cut addresses that are long, and what is left of a text may well be another test; inflating does not notice.</remarks>
public static class PackedText
{
    /// <summary>How many characters a text may have.</summary>
    public const int MaxLength = 16384;

    private const int HashLength = 4;

    /// <summary>Packs a text.</summary>
    public static string Pack(string text)
    {
        if (text.Length == 0)
        {
            return "";
        }

        byte[] bytes = Encoding.UTF8.GetBytes(text);
        using var packed = new MemoryStream();
        packed.Write(HashOf(bytes));
        using (var deflate = new DeflateStream(packed, CompressionLevel.SmallestSize))
        {
            deflate.Write(bytes);
        }

        return Base64Url.EncodeToString(packed.ToArray());
    }

    /// <summary>Unpacks a text, and never more of it than a text may have.</summary>
    /// <exception cref="AddressException">It is none, or too long.</exception>
    public static string Unpack(string packed)
    {
        if (packed.Length == 0)
        {
            return "";
        }

        try
        {
            byte[] bytes = Base64Url.DecodeFromChars(packed);
            using var deflate = new DeflateStream(new MemoryStream(bytes[HashLength..]), CompressionMode.Decompress);
            using var reader = new StreamReader(deflate, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: false);
            char[] text = new char[MaxLength + 1];
            int length = reader.ReadBlock(text);
            return length > MaxLength ? throw TooLong()
                : HashOf(Encoding.UTF8.GetBytes(text, 0, length)).SequenceEqual(bytes.AsSpan(0, HashLength)) ? new string(text, 0, length)
                : throw Unreadable();
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or ArgumentException)
        {
            throw Unreadable();
        }
    }

    /// <summary>A text that a form sent.</summary>
    /// <exception cref="AddressException">It is too long.</exception>
    public static string Checked(string text) => text.Length <= MaxLength ? text.ReplaceLineEndings("\n") : throw TooLong();

    private static ReadOnlySpan<byte> HashOf(byte[] bytes) => SHA256.HashData(bytes).AsSpan(0, HashLength);

    private static AddressException Unreadable() => new(400, "The address has a text in it that cannot be read: a part of it may have been lost.");

    private static AddressException TooLong() => new(413, FormattableString.Invariant($"The text is longer than {MaxLength} characters; the command line takes longer ones."));
}
