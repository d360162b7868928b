using System.Security.Cryptography;
using System.Text;

namespace Cutroom.Testing.Media;

/// <summary>A named file that tests cut from, and how it is made. Invariant: the same recipe makes the same frames and samples.</summary>
/// <param name="Extension">With its dot.</param>
internal abstract record Fixture(string Name, string Extension)
{
    /// <summary>Of the picture as shown, before its pixels are made square; meaningless without pictures.</summary>
    public (int Width, int Height) Size { get; init; } = (640, 360);

    /// <summary>Width of a pixel over its height.</summary>
    public double Aspect { get; init; } = 1;

    /// <summary>Frames lie on no grid, so a container of constant rate repeats or drops some.</summary>
    public bool IsVariable { get; init; }

    public bool HasPictures { get; init; } = true;

    public bool HasSound { get; init; } = true;

    public override string ToString() => Name;

    /// <summary>All that decides the bytes.</summary>
    protected abstract string Recipe { get; }

    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Recipe)))[..16];

    /// <summary>The engine makes it.</summary>
    /// <param name="Arguments">Inputs and codecs; <c>{0}</c> is the path of <paramref name="From"/>.</param>
    public sealed record Encoded(string Name, string Extension, IReadOnlyList<string> Arguments, Fixture? From = null)
        : Fixture(Name, Extension)
    {
        protected override string Recipe => string.Join('\n', [Extension, .. Arguments, From?.Hash]);
    }

    /// <summary>The bytes of another one, changed.</summary>
    /// <param name="Change">Says what <paramref name="Alter"/> does; part of the recipe.</param>
    public sealed record Altered(string Name, string Extension, Fixture From, string Change, Func<byte[], byte[]> Alter)
        : Fixture(Name, Extension)
    {
        protected override string Recipe => string.Join('\n', [Extension, Change, From.Hash]);
    }

    /// <summary>Bytes written down here.</summary>
    /// <param name="Content">Given the path of <paramref name="Bait"/>, the file that the bytes try to have opened.</param>
    public sealed record Written(
        string Name,
        string Extension,
        string Text,
        Func<string, byte[]> Content,
        Fixture? Bait
    ) : Fixture(Name, Extension)
    {
        protected override string Recipe => string.Join('\n', [Extension, Text, Bait?.Hash]);
    }
}
