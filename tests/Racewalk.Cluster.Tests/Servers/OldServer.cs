using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Racewalk.Cluster.Tests.Servers;

/// <summary>Answers one connection as a server of some version does, up to its readiness for queries (PostgreSQL 15, chapter 55: Frontend/Backend Protocol).</summary>
internal sealed class OldServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly string _version;
    private readonly Task _answering;

    public OldServer(string version)
    {
        _version = version;
        _listener.Start();
        _answering = Task.Run(Answer);
    }

    public string ConnectionString => string.Create(
        CultureInfo.InvariantCulture,
        $"Host=127.0.0.1;Port={((IPEndPoint)_listener.LocalEndpoint).Port};Username=racewalk;Database=racewalk;SSL Mode=Disable;GSS Encryption Mode=Disable;Server Compatibility Mode=NoTypeLoading;Timeout=5");

    public void Dispose()
    {
        _listener.Stop();
        _answering.Wait();
    }

    private void Answer()
    {
        using TcpClient client = _listener.AcceptTcpClient();
        using NetworkStream stream = client.GetStream();
        byte[] length = new byte[4];
        stream.ReadExactly(length);
        stream.ReadExactly(new byte[BinaryPrimitives.ReadInt32BigEndian(length) - 4]);
        Send(stream, 'R', [0, 0, 0, 0]);
        foreach ((string name, string value) in ((string, string)[])[("server_version", _version), ("client_encoding", "UTF8"), ("standard_conforming_strings", "on"), ("TimeZone", "UTC")])
        {
            Send(stream, 'S', Encoding.UTF8.GetBytes($"{name}\0{value}\0"));
        }

        Send(stream, 'K', new byte[8]);
        Send(stream, 'Z', [(byte)'I']);
        // Until the client has gone.
        while (stream.Read(length) > 0)
        {
        }
    }

    private static void Send(NetworkStream stream, char type, ReadOnlySpan<byte> body)
    {
        byte[] message = new byte[5 + body.Length];
        message[0] = (byte)type;
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), body.Length + 4);
        body.CopyTo(message.AsSpan(5));
        stream.Write(message);
    }
}
