using System.CommandLine;
using Cutroom.Server.Assets;
using Cutroom.Server.Hosting;

namespace Cutroom.Server.Nodes;

/// <summary><c>admin doctor</c>: what a node with these settings would meet.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var start = new StartOptions();
        var media = new Option<string?>("--media") { Description = "Where media are kept (CUTROOM_MEDIA)." };
        var command = new Command("doctor", "Looks whether all that a node needs is there and answers.") { media };
        start.AddTo(command);
        command.SetAction(
            (given, _) =>
                CommandFailures.ReportAsync(async () =>
                {
                    var options = start.Read(given, media: given.GetValue(media));
                    var doctor = new Doctor(
                        options,
                        MediaFiles.Open(options, TimeProvider.System),
                        TimeProvider.System
                    );
                    var bad = 0;
                    await foreach (var finding in doctor.ExamineAsync())
                    {
                        given.InvocationConfiguration.Output.WriteLine(
                            $"{(finding.IsGood ? "ok  " : "BAD ")} {finding.Subject}: {finding.Text}"
                        );
                        bad += finding.IsGood ? 0 : 1;
                    }

                    if (bad > 0)
                        throw new InvalidOperationException($"{bad} of the findings are bad.");
                })
        );
        return command;
    }
}
