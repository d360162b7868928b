using Cutroom.Rendering.Indexing;
using Cutroom.Rendering.Muxing;
using Cutroom.Rendering.ParameterSets;
using Cutroom.Rendering.Planning;
using Microsoft.Win32.SafeHandles;

namespace Cutroom.Rendering.Execution;

/// <summary>
/// One file that collects the bytes of all encoded pieces and of the few rewritten samples, so that the number of open
/// files does not grow with the number of cuts.
/// </summary>
/// <remarks>Appends behind whatever the file holds.</remarks>
/// <param name="position">Place of this file among the files given to the writer.</param>
internal sealed class PieceStore(SafeFileHandle file, int position)
{
    private long _length = RandomAccess.GetLength(file);

    public EncodedPiece Add(string path, VideoPiece piece, H265Renaming? renaming)
    {
        using var stream = File.OpenRead(path);
        if (Mp4Indexer.Read(stream) is not IndexResult.Indexed { Index: var index })
            throw new InvalidDataException("an encoded piece cannot be read back");
        if (index.FrameCount != piece.FrameCount || index.Pts.Length != piece.FrameCount)
            throw new InvalidDataException(
                $"an encoded piece has {index.Pts.Length} frames where {piece.FrameCount} were asked for"
            );
        var samples = new SampleBytes[index.Sizes.Length];
        var keyframes = new List<int>();
        for (var i = 0; i < samples.Length; i++)
        {
            var bytes = new byte[index.Sizes[i]];
            stream.Position = index.Offsets[i];
            stream.ReadExactly(bytes);
            samples[i] = Append(renaming?.RenameSample(bytes) ?? bytes);
            if (index.Kinds[i] != SampleKind.Other)
                keyframes.Add(i);
        }
        return new EncodedPiece(samples, index.Ranks, keyframes, Rename(index.Configuration, renaming));
    }

    /// <summary>The CRA a copy starts with, saying that the pictures shown before it are gone.</summary>
    public SampleBytes AddBrokenLink(SafeFileHandle source, VideoIndex index, int sample)
    {
        var bytes = new byte[index.Sizes[sample]];
        if (RandomAccess.Read(source, bytes, index.Offsets[sample]) < bytes.Length)
            throw new EndOfStreamException($"the source ended inside sample {sample}");
        BrokenLink.Mark(bytes, index.Configuration.LengthBytes);
        return Append(bytes);
    }

    private SampleBytes Append(byte[] bytes)
    {
        RandomAccess.Write(file, bytes, _length);
        _length += bytes.Length;
        return new SampleBytes(position, _length - bytes.Length, bytes.Length);
    }

    private static DecoderConfiguration Rename(DecoderConfiguration configuration, H265Renaming? renaming) =>
        renaming is null
            ? configuration
            : configuration with
            {
                ParameterSets = [.. configuration.ParameterSets.Select(set => renaming.Rename(set))],
            };
}
