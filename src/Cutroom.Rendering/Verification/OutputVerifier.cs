using Cutroom.Rendering.Execution;
using Cutroom.Rendering.Planning;

namespace Cutroom.Rendering.Verification;

/// <summary>Decides whether an output is what its plan says. Trusts neither exit codes nor the writer's own counts.</summary>
internal sealed class OutputVerifier(Ffmpeg engine, RendererOptions options)
{
    private readonly OutputInspector _inspector = new(engine, options);
    private readonly DecodeCheck _decoding = new(engine, options);

    public async Task<Result<ConformanceReport>> VerifyAsync(
        RenderPlan plan,
        string mainFile,
        Action<double> onFraction,
        CancellationToken cancellation
    )
    {
        var format = plan.Settings.Format;
        var inspected = await _inspector.InspectAsync(Outputs.DemuxerOf(format), mainFile, cancellation);
        if (inspected is not Result<InspectedOutput>.Ok(var output))
        {
            return ((Result<InspectedOutput>.Failed)inspected).Failure;
        }

        var difference = PlanComparison.Difference(plan, output) ?? PlaylistCheck.Difference(plan, mainFile, output);
        if (difference is not null)
        {
            return RenderFailure.Of(
                RenderFailureKind.VerificationFailed,
                $"The output is not as planned: {difference}."
            );
        }

        onFraction(0.3);
        if (
            await _decoding.FindFaultAsync(plan, mainFile, part => onFraction(0.3 + 0.6 * part), cancellation) is
            { } fault
        )
        {
            return fault;
        }

        var folder = Path.GetDirectoryName(mainFile) ?? ".";
        var (sha256, size) = await OutputDigest.ComputeAsync(folder, cancellation);
        onFraction(1);
        return new ConformanceReport
        {
            Frames = plan.Frames,
            Duration = plan.Duration,
            CopiedFrames = plan.CopiedFrames,
            EncodedFrames = plan.EncodedFrames,
            Mode = plan.Mode,
            Reasons = plan.Reasons,
            PlanHash = plan.Hash(),
            Sha256 = sha256,
            SizeBytes = size,
            Format = format,
            Width = plan.Pictures?.Width,
            Height = plan.Pictures?.Height,
            TrackEndDifference = PlanComparison.TrackEndDifference(plan, output),
            LargestSoundError = PlanComparison.LargestSoundError(plan, output),
            LargestFrameDeviation = output.Pictures is { } pictures
                ? PlanComparison.LargestDeviation(plan, pictures)
                : default,
            DecodedSeconds = DecodeCheck
                .Ranges(plan)
                .Aggregate(Timelines.MediaTime.Zero, (sum, range) => sum + (range.End - range.Start)),
        };
    }
}
