using Cutroom.Rendering.Indexing;
using Cutroom.Rendering.ParameterSets;

namespace Cutroom.Rendering.Tests.ParameterSets;

public sealed class RenamingSpecs
{
    private static readonly byte[] Video = Convert.FromHexString("40010C01FFFF01600000030090000003000003003C959809");
    private static readonly byte[] Picture = Convert.FromHexString("4401C172B46240");

    [Fact]
    public void A_renamed_video_set_differs_in_its_id_alone()
    {
        var renamed = new H265Renaming(1, 1, 15).Rename(Video);

        Assert.Equal(new ParameterSetKey(ParameterSetKind.Video, 1), ParameterSetKey.Of(NalFamily.H265, renamed));
        Assert.Equal(Video[3..], renamed[3..]);
    }

    [Fact]
    public void A_renamed_picture_set_has_the_new_ids()
    {
        var renamed = new H265Renaming(1, 2, 15).Rename(Picture);

        var bits = new RawBits(renamed) { Position = 16 };
        Assert.Equal(15u, bits.Number());
        Assert.Equal(2u, bits.Number());
    }

    [Fact]
    public void A_slice_grows_by_one_byte_and_what_follows_its_id_does_not_move_inside_its_byte()
    {
        byte[] slice = [0x02, 0x01, 0b1_1_010110, 0xAB, 0xCD];

        var renamed = new H265Renaming(1, 1, 15).Rename(slice);

        Assert.Equal([0x02, 0x01, 0b1_0000100, 0b00_010110, 0xAB, 0xCD], renamed);
    }

    [Fact]
    public void Bytes_that_would_imitate_a_start_code_are_escaped_again()
    {
        var writer = new RawBitsWriter();
        writer.Append([0x02, 0x01, 0, 0, 1, 0, 0, 0]);

        var unit = writer.ToUnit();

        Assert.Equal([0x02, 0x01, 0, 0, 3, 1, 0, 0, 3, 0], unit);
        Assert.True(
            new RawBits(unit) { Position = 16 }
                .Rest()
                .SequenceEqual(new byte[] { 0, 0, 1, 0, 0, 0 })
        );
    }

    [Fact]
    public void Two_different_sets_under_one_id_are_refused()
    {
        var first = new DecoderConfiguration(
            NalFamily.H264,
            [1, 100, 0, 30, 255],
            4,
            [
                [0x67, 100, 0, 30, 0x80, 1],
            ]
        );
        var second = first with
        {
            ParameterSets =
            [
                [0x67, 100, 0, 30, 0x80, 2],
            ],
        };

        var fault = Assert.Throws<InvalidDataException>(() => MergedConfiguration.Write([first, second]));

        Assert.Contains("id 0", fault.Message);
    }

    [Fact]
    public void A_CRA_without_its_leading_pictures_says_so_and_changes_nothing_else()
    {
        byte[] sample = [0, 0, 0, 2, 0x4E, 0x01, 0, 0, 0, 4, 0x2A, 0x01, 0xAF, 0x11];

        BrokenLink.Mark(sample, 4);

        Assert.Equal([0, 0, 0, 2, 0x4E, 0x01, 0, 0, 0, 4, 0x24, 0x01, 0xAF, 0x11], sample);
    }
}
