using System.Text;

namespace Cutroom.Testing.Media;

/// <summary>Reads the numbers on decoded pictures.</summary>
internal static class FrameReader
{
    /// <summary>A graph that turns each picture into one strip for each place, one under the other.</summary>
    public static string Filter(IReadOnlyList<StripPlace> places)
    {
        if (places.Count == 1)
        {
            return $"[0:v:0]{places[0].Filter}[numbers]";
        }

        var graph = new StringBuilder($"[0:v:0]split={places.Count}");
        graph.AppendJoin("", places.Select((_, number) => $"[in{number}]")).Append(';');
        graph.AppendJoin("", places.Select((place, number) => $"[in{number}]{place.Filter}[out{number}];"));
        graph.AppendJoin("", places.Select((_, number) => $"[out{number}]"));
        return graph.Append($"vstack=inputs={places.Count}[numbers]").ToString();
    }

    /// <summary>The numbers on a file whose pictures have the strip at one place; null for a frame that cannot be read.</summary>
    public static async Task<IReadOnlyList<int?>> ReadAsync(string path, StripPlace place) =>
        [.. (await MediaReading.ReadAsync(path, [place])).Numbers.Select(frame => frame[0])];
}
