using Cutroom.Rendering.Probing;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Tests.Probing;

public sealed class FrameListingSpecs
{
    private static readonly Ratio Tick = new(1, 30);

    [Fact]
    public void Packets_in_decoding_order_become_frames_in_presentation_order()
    {
        var listing = Packets("0,-2,1,10,100,K_", "3,-1,1,10,110,__", "1,0,1,10,120,__", "2,1,1,10,130,__");

        var index = listing.ToIndex(Tick, isDecoded: false);

        Assert.True(listing.IsTrustworthy);
        Assert.Equal([0, 1, 2, 3], index.Pts);
        Assert.Equal([0], index.Keys);
        Assert.Equal(4, index.End);
        Assert.Equal(140, listing.LastByte);
    }

    [Fact]
    public void Packets_that_an_edit_list_hides_do_not_count()
    {
        var index = Packets("-2,-2,1,10,100,KD", "-1,-1,1,10,110,_D", "0,0,1,10,120,__").ToIndex(Tick, false);

        Assert.Equal([0], index.Pts);
    }

    [Theory]
    [InlineData("0,0,1,9,1,__", "1,1,1,9,2,K_")]
    [InlineData("2,0,1,9,1,K_", "0,1,1,9,2,__")]
    [InlineData("N/A,0,1,9,1,K_", "N/A,1,1,9,2,__")]
    [InlineData("0,0,1,9,1,K_", "0,1,1,9,2,__")]
    public void Where_packets_do_not_tell_the_frames_a_decoder_must(string first, string second) =>
        Assert.False(Packets(first, second).IsTrustworthy);

    [Fact]
    public void Two_ranges_that_overlap_count_a_packet_once()
    {
        var index = Packets("0,0,1,9,1,K_", "1,1,1,9,2,__", "1,1,1,9,2,__", "2,2,1,9,3,__").ToIndex(Tick, false);

        Assert.Equal([0, 1, 2], index.Pts);
        Assert.False(index.IsIrregular);
    }

    [Fact]
    public void A_clock_that_starts_anew_is_noticed()
    {
        var index = Packets("0,0,1,9,1,K_", "90,90,1,9,2,__", "0,0,1,9,3,K_").ToIndex(Tick, false);

        Assert.Equal(MediaTime.FromSeconds(3), index.LargestStepBack);
    }

    [Fact]
    public void The_last_frame_lasts_as_long_as_the_one_before_where_no_duration_is_stored()
    {
        var listing = new FrameListing(100, startsAtOrigin: true);
        listing.AddFrame("1,0,N/A");
        listing.AddFrame("0,40,N/A,");
        listing.AddFrame("");

        Assert.Equal(80, listing.ToIndex(Tick, isDecoded: true).End);
    }

    [Fact]
    public void Frames_without_a_time_at_the_end_follow_on_and_are_counted()
    {
        var listing = new FrameListing(100, startsAtOrigin: true);
        foreach (var line in new[] { "1,4,N/A", "0,6,N/A", "0,8,N/A", "0,N/A,N/A", "0,N/A,N/A" })
            listing.AddFrame(line);
        var index = listing.ToIndex(Tick, isDecoded: true);

        Assert.Equal([4, 6, 8, 10, 12], index.Pts);
        Assert.Equal(3, index.Timed);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(33, 1)]
    [InlineData(34, 2)]
    [InlineData(100, 3)]
    [InlineData(101, 4)]
    public void Frames_before_an_instant_are_counted_half_open(long milliseconds, int frames)
    {
        var index = Packets("0,0,1,9,1,K_", "1,1,1,9,2,__", "2,2,1,9,3,__", "3,3,1,9,4,__").ToIndex(Tick, false);

        Assert.Equal(frames, index.CountBefore(MediaTime.FromMilliseconds(milliseconds)));
    }

    private static FrameListing Packets(params string[] lines)
    {
        var listing = new FrameListing(100, startsAtOrigin: true);
        foreach (var line in lines)
            listing.AddPacket(line);
        return listing;
    }
}
