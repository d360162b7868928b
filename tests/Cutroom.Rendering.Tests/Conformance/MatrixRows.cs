using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Tests.Conformance;

/// <summary>
/// Which cells run. <c>CUTROOM_LONG=1</c> runs all; otherwise a Latin square does: each pair of input and operation, of input and
/// format, and of operation and format occurs.
/// </summary>
internal static class MatrixRows
{
    private static readonly Operation[] Operations = Enum.GetValues<Operation>();

    public static bool IsLong => Environment.GetEnvironmentVariable("CUTROOM_LONG") is "1";

    public static TheoryData<string, Operation, VideoCodec> Films(OutputFormat format)
    {
        var rows = new TheoryData<string, Operation, VideoCodec>();
        foreach (var (number, input) in MatrixInputs.Films.Index())
        {
            foreach (var operation in Operations.Where(operation => IsLong || IsChosen(number, operation, format)))
            {
                foreach (var codec in Codecs(number, format))
                {
                    rows.Add(input.Name, operation, codec);
                }
            }
        }

        return rows;
    }

    public static TheoryData<string, Operation> Sounds(OutputFormat format)
    {
        var rows = new TheoryData<string, Operation>();
        foreach (var (number, input) in MatrixInputs.Sounds.Index())
        {
            foreach (var operation in Operations.Where(operation => IsLong || IsChosen(number, operation, format)))
            {
                rows.Add(input.Name, operation);
            }
        }

        return rows;
    }

    private static bool IsChosen(int input, Operation operation, OutputFormat format) =>
        (input + (int)format) % Operations.Length == (int)operation;

    // H.265 has its own place in these containers; encoding it costs several times as much.
    private static VideoCodec[] Codecs(int input, OutputFormat format) =>
        (format is OutputFormat.Mp4 or OutputFormat.Mov or OutputFormat.Hls, IsLong) switch
        {
            (false, _) => [VideoCodec.H264],
            (true, true) => [VideoCodec.H264, VideoCodec.H265],
            (true, false) => [(input + (int)format) % 4 == 0 ? VideoCodec.H265 : VideoCodec.H264],
        };
}
