using System.Buffers.Text;
using System.IO.Compression;
using System.Text;

namespace Racewalk.Web.Urls;

/// <summary>A text in an address: deflated, in the letters of base64url (RFC 4648, section 5).</summary>
public static class PackedText
{
    /// <summary>How many characters a text may have.</summary>
    public const int MaxLength = 16384;

    /// <summary>Packs a text.</summary>
    public static string Pack(string text)
    {
        if (text.Length == 0)
        {
            return "";
        }

        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.SmallestSize))
        {
            deflate.Write(Encoding.UTF8.GetBytes(text));
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
            using var deflate = new DeflateStream(new MemoryStream(Base64Url.DecodeFromChars(packed)), CompressionMode.Decompress);
            using var reader = new StreamReader(deflate, new UTF8Encoding(false, throwOnInvalidBytes: true));
            char[] text = new char[MaxLength + 1];
            int length = reader.ReadBlock(text);
            return length <= MaxLength ? new string(text, 0, length) : throw TooLong();
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or ArgumentException)
        {
            throw new AddressException(400, "The address has a text in it that cannot be read: a part of it may have been lost.");
        }
    }

    /// <summary>A text that a form sent.</summary>
    /// <exception cref="AddressException">It is too long.</exception>
    public static string Checked(string text) => text.Length <= MaxLength ? text.ReplaceLineEndings("\n") : throw TooLong();

    private static AddressException TooLong() => new(413, FormattableString.Invariant($"The text is longer than {MaxLength} characters; the command line takes longer ones."));
}
