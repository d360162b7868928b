using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Cutroom.Rendering;
using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Timelines;
using Cutroom.Rendering.Verification;

namespace Cutroom.Cli.Rendering;

/// <summary><c>render</c>: the renderer alone, without a server.</summary>
internal static class RenderCommand
{
    public static Command Create()
    {
        var segments = new Argument<string[]>("segments")
        {
            Description = "FILE[:START-END], in the order of the output.",
            Arity = ArgumentArity.OneOrMore,
        };
        var output = new OutputChoice();
        var mode = new Option<string>("--mode")
        {
            Description = "auto copies what need not be encoded, encode encodes everything.",
            DefaultValueFactory = _ => "auto",
        };
        var cache = new Option<string?>("--cache")
        {
            Description = "A folder that keeps encoded pieces, up to 1 GiB: a changed render makes only what is new.",
        };
        var planOnly = new Option<bool>("--plan") { Description = "Prints what would be done, and does nothing." };
        var json = new Option<bool>("--json") { Description = "Prints one JSON object: the report, or the plan." };
        var command = new Command("render", "Makes one file from segments, exact to the frame.")
        {
            segments,
            mode,
            cache,
            planOnly,
            json,
        };
        output.AddTo(command);
        command.SetAction(
            (given, cancellation) =>
                CommandFailure.ReportAsync(async () =>
                {
                    var parts = given.GetValue(segments)!.Select(SegmentText.Parse).ToArray(); // one or more
                    var settings = output.Read(given) with { Mode = ModeOf(given.GetValue(mode)) };
                    var renderer = new Renderer(
                        new RendererOptions { PieceCacheFolder = given.GetValue(cache) },
                        TimeProvider.System
                    );
                    var plan = await PlanAsync(renderer, parts, settings, cancellation);
                    if (given.GetValue(planOnly))
                    {
                        PlanText.Print(PlanSummary.Of(plan), given.GetValue(json));
                        return;
                    }

                    var target = Path.GetFullPath(given.GetValue(output.Output)!); // required
                    Print(await RenderAsync(renderer, plan, target, cancellation), target, given.GetValue(json));
                })
        );
        return command;
    }

    private static async Task<RenderPlan> PlanAsync(
        Renderer renderer,
        SegmentText[] parts,
        OutputSettings settings,
        CancellationToken cancellation
    )
    {
        foreach (var part in parts.Where(part => !File.Exists(part.File)))
            throw new CommandFailure($"There is no file {part.File}.");
        string[] sources = [.. parts.Select(part => Path.GetFullPath(part.File)).Distinct()];
        var timeline = new Timeline(
            [
                .. parts.Select(part => new Segment(
                    Array.IndexOf(sources, Path.GetFullPath(part.File)),
                    part.Start,
                    part.End
                )),
            ],
            settings
        );
        return await renderer.PlanAsync(timeline, sources, cancellation) switch
        {
            PlanResult.Planned(var plan) => plan,
            PlanResult.Refused(var failure) => throw new CommandFailure(Sentence(failure, sources)),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>Renders beside the target and moves the finished file into its place in one step.</summary>
    private static async Task<ConformanceReport> RenderAsync(
        Renderer renderer,
        RenderPlan plan,
        string target,
        CancellationToken cancellation
    )
    {
        var folder = Path.Combine(
            Path.GetDirectoryName(target)!,
            $".{Path.GetFileName(target)}.{Environment.ProcessId}"
        );
        Directory.CreateDirectory(folder);
        try
        {
            var result = await Progress.ShowAsync(
                Path.GetFileName(target),
                report => renderer.RunAsync(plan, folder, new Reporter(report), cancellation)
            );
            if (result is RenderResult.Failed(var failure))
                throw new CommandFailure(Sentence(failure, []));
            var rendered = (RenderResult.Rendered)result;
            OutputFiles.Publish(rendered.OutputFolder, rendered.MainFile, target);
            return rendered.Report;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Sentence(RenderFailure failure, string[] sources) =>
        failure.SourceIndex is { } index && index < sources.Length
            ? $"{Path.GetFileName(sources[index])}: {failure.Message}"
            : failure.Message;

    private static RenderMode ModeOf(string? text) =>
        text switch
        {
            "auto" => RenderMode.Auto,
            "encode" => RenderMode.Encode,
            _ => throw new CommandFailure($"--mode takes auto or encode, not '{text}'."),
        };

    private static void Print(ConformanceReport report, string target, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(report, RenderingJson.Default.ConformanceReport));
            return;
        }

        Console.WriteLine(
            $"{target}: {report.Frames} frames, {report.Duration} s, {report.CopiedFrames} copied, {report.EncodedFrames} encoded"
        );
        foreach (var reason in report.Reasons)
            Console.WriteLine($"  {reason}");
    }

    private sealed class Reporter(Action<string, double> report) : IProgress<RenderProgress>
    {
        public void Report(RenderProgress value) => report(value.Phase, value.Fraction);
    }
}
