using System.Globalization;
using Cutroom.Server.Hosting;
using Cutroom.Wire;

namespace Cutroom.Server.EditingTasks;

/// <summary>The version of a task as <c>If-Match</c> names it: the listed number in quotes.</summary>
internal static class TaskVersion
{
    private const string Header = "If-Match";

    /// <returns>Null where the caller names none, or any: <c>*</c>.</returns>
    public static long? Wanted(HttpContext context)
    {
        var text = context.Request.Headers.IfMatch.ToString();
        if (text is "" or "*")
            return null;
        return
            text is ['"', .. var number, '"']
            && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : throw new Refusal(WireError.IllegalParameter, $"{Header} (\"VERSION\" of the task as listed, or *)");
    }
}
