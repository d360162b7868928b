using System.Globalization;
using Spectre.Console;

namespace Cutroom.Cli;

/// <summary>What a person sees of long work, always on stderr: a bar on a terminal, a line per tenth elsewhere.</summary>
internal static class Progress
{
    private static readonly IAnsiConsole Screen = AnsiConsole.Create(
        new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }
    );

    /// <param name="work">Gets a reporter of a phase and a fraction from 0 to 1.</param>
    public static async Task<T> ShowAsync<T>(string title, Func<Action<string, double>, Task<T>> work)
    {
        if (Console.IsErrorRedirected)
            return await work(LineReporter(title));
        return await Screen
            .Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new SpinnerColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask(Markup.Escape(title), maxValue: 1);
                var result = await work(
                    (phase, fraction) =>
                    {
                        bar.Description = Markup.Escape($"{title}: {phase}");
                        bar.Value = fraction;
                    }
                );
                bar.Value = 1;
                return result;
            });
    }

    public static void Say(string line) => Console.Error.WriteLine(line);

    private static Action<string, double> LineReporter(string title)
    {
        var told = -1;
        return (phase, fraction) =>
        {
            var tenth = (int)(fraction * 10);
            if (tenth == told)
                return;
            told = tenth;
            Say(string.Create(CultureInfo.InvariantCulture, $"{title}: {phase} {tenth * 10} %"));
        };
    }
}
