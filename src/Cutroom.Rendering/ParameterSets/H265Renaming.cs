using System.Buffers.Binary;
using Cutroom.Rendering.Indexing;

namespace Cutroom.Rendering.ParameterSets;

/// <summary>
/// Gives the parameter sets of an encoded H.265 piece ids of their own, so that they fit into one <c>hvcC</c> with those
/// of the source and every player that knows <c>hvc1</c> plays the joint. The encoder has no option for it.
/// </summary>
/// <param name="PictureId">
/// 15 to 30: its code is exactly eight bits longer than that of 0. A slice header grows by a whole byte, so all that
/// follows keeps its alignment and need not be understood.
/// </param>
internal sealed record H265Renaming(uint VideoId, uint SequenceId, uint PictureId)
{
    private const uint FirstPictureId = 15;
    private const uint LastPictureId = 30;

    public IEnumerable<ParameterSetKey> Keys =>
        [
            new(ParameterSetKind.Video, VideoId),
            new(ParameterSetKind.Sequence, SequenceId),
            new(ParameterSetKind.Picture, PictureId),
        ];

    public static H265Renaming Avoiding(HashSet<ParameterSetKey> taken) =>
        new(
            Free(taken, ParameterSetKind.Video, 1, 15),
            Free(taken, ParameterSetKind.Sequence, 1, 15),
            Free(taken, ParameterSetKind.Picture, FirstPictureId, LastPictureId)
        );

    private static uint Free(HashSet<ParameterSetKey> taken, ParameterSetKind kind, uint first, uint last)
    {
        for (var id = first; id <= last; id++)
            if (!taken.Contains(new ParameterSetKey(kind, id)))
                return id;
        throw new InvalidDataException($"the source uses every {kind} parameter set id");
    }

    /// <summary>One NAL unit under its new ids; units that name no parameter set come back as they are.</summary>
    public byte[] Rename(ReadOnlySpan<byte> unit)
    {
        var type = NalUnits.TypeOf(NalFamily.H265, unit[0]);
        if (!NalUnits.IsSlice(NalFamily.H265, type) && !NalUnits.IsParameterSet(NalFamily.H265, type))
            return unit.ToArray();
        var source = new RawBits(unit);
        var target = new RawBitsWriter();
        target.Copy(source, 16);
        switch (type)
        {
            case 32:
                source.Position += 4;
                target.Bits(VideoId, 4);
                break;
            case 33:
                RenameSequence(source, target);
                break;
            case 34:
                RequireZero(source.Number());
                RequireZero(source.Number());
                target.Number(PictureId);
                target.Number(SequenceId);
                break;
            default:
                // first_slice_segment_in_pic_flag, and for IRAP pictures no_output_of_prior_pics_flag.
                target.Copy(source, type is >= 16 and <= 23 ? 18 : 17);
                RequireZero(source.Number());
                target.Number(PictureId);
                target.Copy(source, 24);
                target.Append(source.Rest());
                return target.ToUnit();
        }
        return Close(source, target);
    }

    private void RenameSequence(RawBits source, RawBitsWriter target)
    {
        var start = source.Position;
        ParameterSetKey.SkipToH265SequenceId(source);
        var end = source.Position;
        source.Position = start + 4;
        target.Bits(VideoId, 4);
        target.Copy(source, end);
        RequireZero(source.Number());
        target.Number(SequenceId);
    }

    private static byte[] Close(RawBits source, RawBitsWriter target)
    {
        target.Copy(source, source.StopBit);
        target.Bits(1, 1);
        return target.ToUnit();
    }

    private static void RequireZero(uint id)
    {
        if (id != 0)
            throw new InvalidDataException($"the encoder used parameter set id {id} where 0 was expected");
    }

    /// <summary>A whole sample, its units under four-byte lengths, which is how our own encodes are stored.</summary>
    public byte[] RenameSample(ReadOnlySpan<byte> sample)
    {
        var renamed = new List<byte>(sample.Length + 64);
        var length = new byte[4];
        while (sample.Length >= 4)
        {
            var size = BinaryPrimitives.ReadInt32BigEndian(sample);
            if (size < 2 || size > sample.Length - 4)
                throw new InvalidDataException("a NAL unit overruns its sample");
            var unit = Rename(sample.Slice(4, size));
            BinaryPrimitives.WriteInt32BigEndian(length, unit.Length);
            renamed.AddRange(length);
            renamed.AddRange(unit);
            sample = sample[(4 + size)..];
        }
        return [.. renamed];
    }
}
