using System.Text.RegularExpressions;
using Cutroom.Rendering.Execution;

namespace Cutroom.Rendering.Probing;

/// <summary>Why ffprobe gave a file up, in words for its owner.</summary>
internal static partial class ProbeObjection
{
    public static RenderFailure Of(string name, EngineExit exit)
    {
        var codec = exit.Log.Select(line => Codec().Match(line)).FirstOrDefault(match => match.Success);
        if (codec is not null)
        {
            return Refusal(RenderFailureKind.UnsupportedStream, $"its codec {codec.Groups[1].Value} is not accepted");
        }

        var size = exit.Log.Select(line => Size().Match(line)).FirstOrDefault(match => match.Success);
        return size is not null
            ? Refusal(RenderFailureKind.UnsupportedStream, $"its pictures of {size.Groups[1].Value} are too large")
            : Refusal(
                RenderFailureKind.SourceUnreadable,
                EngineFailures.Sentence(exit, "it is damaged or not what it claims to be")
            );

        RenderFailure Refusal(RenderFailureKind kind, string cause) =>
            new(kind, $"{name} cannot be used: {cause}", null, exit.Log);
    }

    [GeneratedRegex(@"Codec \((\w+)\) not on whitelist")]
    private static partial Regex Codec();

    [GeneratedRegex(@"Picture size (\d+x\d+) exceeds")]
    private static partial Regex Size();
}
