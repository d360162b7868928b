using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Timelines;
using FsCheck;
using FsCheck.Xunit;

namespace Cutroom.Rendering.Tests.Planning;

/// <summary>The wire's size table and the readings of its open points.</summary>
public sealed class OutputGeometrySpecs
{
    [Theory]
    // 0 and 0: the source's size, made even.
    [InlineData(1920, 1080, 0, 0, true, false, 1920, 1080)]
    [InlineData(1081, 607, 0, 0, true, false, 1082, 608)]
    // One of them: the other follows by the aspect ratio.
    [InlineData(1920, 1080, 1280, 0, true, false, 1280, 720)]
    [InlineData(1920, 1080, 0, 540, true, false, 960, 540)]
    [InlineData(1920, 1080, 100, 0, true, false, 100, 56)]
    // Long and short side turn with the source.
    [InlineData(1080, 1920, 1280, 0, true, false, 720, 1280)]
    [InlineData(1080, 1920, 0, 720, true, false, 720, 1280)]
    [InlineData(1080, 1920, 1280, 720, true, false, 720, 1280)]
    [InlineData(1080, 1920, 540, 0, false, false, 540, 960)]
    [InlineData(1080, 1920, 640, 360, false, false, 640, 360)]
    // Both: exactly as given.
    [InlineData(1920, 1080, 800, 800, true, false, 800, 800)]
    // Without upsampling neither side passes the source, and the asked shape stays.
    [InlineData(640, 360, 1280, 720, true, false, 640, 360)]
    [InlineData(640, 360, 1280, 0, true, false, 640, 360)]
    [InlineData(640, 360, 800, 800, true, false, 360, 360)]
    [InlineData(640, 360, 4096, 2880, true, false, 512, 360)]
    // With upsampling it may.
    [InlineData(640, 360, 1280, 720, true, true, 1280, 720)]
    [InlineData(640, 360, 1280, 0, true, true, 1280, 720)]
    [InlineData(640, 360, 0, 0, true, true, 640, 360)]
    public void The_size_follows_the_table(
        int sourceWidth,
        int sourceHeight,
        int width,
        int height,
        bool longShort,
        bool upsample,
        int outputWidth,
        int outputHeight
    )
    {
        var settings = new OutputSettings
        {
            Width = width,
            Height = height,
            LongShort = longShort,
            Upsample = upsample,
        };

        var size = OutputGeometry.Choose(settings, new(sourceWidth, sourceHeight));

        Assert.Equal(new(outputWidth, outputHeight), size);
    }

    [Fact]
    public void A_sample_aspect_ratio_is_expanded_before_rounding()
    {
        var shown = ShownSize.Of(
            Material.Video(width: 640, height: 480).Media.Video! with
            {
                SampleAspectRatio = new(8, 9),
            } // it has pictures
        );

        Assert.Equal(new PictureSize(568, 480), OutputGeometry.Choose(new(), shown));
    }

    [Theory]
    [InlineData(1920, 1080, 640, 640, 640, 360, 0, 140)]
    [InlineData(1080, 1920, 640, 360, 202, 360, 218, 0)]
    public void A_picture_of_another_shape_is_centred(
        int width,
        int height,
        int outputWidth,
        int outputHeight,
        int scaledWidth,
        int scaledHeight,
        int x,
        int y
    )
    {
        var (scaled, offset) = OutputGeometry.Fit(new(width, height), new(outputWidth, outputHeight));

        Assert.Equal(new(scaledWidth, scaledHeight), scaled);
        Assert.Equal(new(x, y), offset);
    }

    [Fact]
    public void A_border_that_is_only_rounding_is_not_drawn() =>
        Assert.Equal((new PictureSize(568, 480), null), OutputGeometry.Fit(new(568.9, 480), new(568, 480)));

    [Property]
    public bool Every_picture_lies_inside_the_output(PositiveInt a, PositiveInt b, PositiveInt c, PositiveInt d)
    {
        var output = new PictureSize(32 + 2 * (c.Get % 2000), 32 + 2 * (d.Get % 1400));

        var (scaled, offset) = OutputGeometry.Fit(new(16 + a.Get % 4000, 16 + b.Get % 4000), output);

        return (offset?.X ?? 0) + scaled.Width <= output.Width
            && (offset?.Y ?? 0) + scaled.Height <= output.Height
            && scaled is { Width: > 0, Height: > 0 };
    }
}
