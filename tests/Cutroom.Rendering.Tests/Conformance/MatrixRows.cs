using Cutroom.Rendering.Timelines;
using Cutroom.Testing;
using Cutroom.Testing.Media;

namespace Cutroom.Rendering.Tests.Conformance;

/// <summary>
/// Which cells run. A long run takes all; otherwise Latin squares do: each pair of input and format and each pair of operation and
/// format occurs. Where the default mode has nothing to copy it does just what encoding does, so only inputs that it would copy are
/// tried in both modes. Twenty files at once cost as much as the other operations together: one input of each format must do.
/// </summary>
internal static class MatrixRows
{
    private static readonly Operation[] Operations = Enum.GetValues<Operation>();

    /// <summary>For sound there are neither key frames nor codecs to mix.</summary>
    private static readonly Operation[] OfSound = Operations[..((int)Operation.WholeFile + 1)];

    /// <summary>Cells of the default mode.</summary>
    public static TheoryData<string, Operation, VideoCodec> Films(OutputFormat format) =>
        Films(format, (input, operation) => Usual(input, format) == operation, _ => true);

    // The 2 gives twenty at once to inputs that can be copied, where the format has such.
    private static Operation Usual(int input, OutputFormat format) =>
        Operations[(input + (int)format) % Operations.Length] is var usual
        && (usual != Operation.TwentyAlike || input / Operations.Length == ((int)format + 2) % Rounds)
            ? usual
            : OfSound[(input / Operations.Length + (int)format) % OfSound.Length];

    /// <summary>How often all operations have their turn among the inputs.</summary>
    private static int Rounds => MatrixInputs.Films.Count / Operations.Length;

    /// <summary>Cells that encode everything.</summary>
    public static TheoryData<string, Operation, VideoCodec> Encoded(OutputFormat format) =>
        Films(
            format,
            (input, operation) =>
                (input + (int)format) % 3 == 0 && (input / 3 + (int)format) % OfSound.Length == (int)operation,
            film => CopyExpectation.Exemption(film, Operation.OneSegment, new() { Format = format }) is null
        );

    public static TheoryData<string, Operation> Sounds(OutputFormat format)
    {
        var rows = new TheoryData<string, Operation>();
        var cell = 0;
        foreach (var (number, input) in MatrixInputs.Sounds.Index())
        {
            foreach (var operation in OfSound)
            {
                var isChosen = LongRuns.Asked || (number + (int)format) % OfSound.Length == (int)operation;
                if (isChosen && LongRuns.IsMine(cell++))
                {
                    rows.Add(input.Name, operation);
                }
            }
        }

        // A theory without data fails: a part of a long run that none of them belongs to takes one again.
        if (rows.Count == 0)
        {
            rows.Add(MatrixInputs.Sounds[0].Name, OfSound[0]);
        }

        return rows;
    }

    /// <summary>For every other input, copied and encoded ones among either half.</summary>
    public static HlsSegments SegmentsOf(Fixture input) =>
        MatrixInputs.Films.Index().Any(film => film.Item == input && film.Index % 2 == 1)
            ? HlsSegments.Fmp4
            : HlsSegments.Ts;

    private static TheoryData<string, Operation, VideoCodec> Films(
        OutputFormat format,
        Func<int, Operation, bool> isChosen,
        Func<Fixture, bool> isMeant
    )
    {
        var rows = new TheoryData<string, Operation, VideoCodec>();
        var cell = 0;
        foreach (var (number, input) in MatrixInputs.Films.Index())
        {
            foreach (var operation in isMeant(input) ? Operations : [])
            {
                if ((LongRuns.Asked || isChosen(number, operation)) && LongRuns.IsMine(cell++))
                {
                    rows.Add(input.Name, operation, Codec(number, input, operation, format));
                }
            }
        }

        return rows;
    }

    // H.265 has its own place in these containers; encoding it costs several times as much, so it is every fourth cell, and
    // every one of an input that can be copied as such.
    private static VideoCodec Codec(int number, Fixture input, Operation operation, OutputFormat format) =>
        format is OutputFormat.Mp4 or OutputFormat.Mov or OutputFormat.Hls
        && (input == Fixtures.HevcOpenGop || (number + (int)operation + (int)format) % 4 == 0)
            ? VideoCodec.H265
            : VideoCodec.H264;
}
