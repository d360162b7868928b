namespace Cutroom.Testing.Media;

/// <summary>Compares the numbers that came out with those that should have.</summary>
internal static class FrameListCheck
{
    /// <summary>Empty when the lists are equal; else what is missing, extra, doubled and unreadable, and the first difference.</summary>
    public static List<string> Faults(IReadOnlyList<int> expected, IReadOnlyList<int?> actual)
    {
        if (expected.Count == actual.Count && expected.Zip(actual).All(pair => pair.First == pair.Second))
        {
            return [];
        }

        var missing = Surplus(expected, [.. actual.OfType<int>()]);
        var extra = Surplus([.. actual.OfType<int>()], expected);
        var unreadable = actual.Count(number => number is null);
        var doubled = actual.Zip(actual.Skip(1)).Count(pair => pair.First is not null && pair.First == pair.Second);
        var first = expected
            .Zip(actual)
            .Index()
            .Select(entry => (int?)entry.Index)
            .FirstOrDefault(i => expected[i!.Value] != actual[i.Value]); // only whole numbers were put in
        var where = first is { } at
            ? $"frame {at} is {Name(actual[at])} instead of {expected[at]}"
            : "one list begins with the other";
        return
        [
            $"{actual.Count} frames instead of {expected.Count}: {missing} missing, {extra} extra, {doubled} doubled, {unreadable} unreadable; {where}",
        ];
    }

    private static string Name(int? number) => number is { } value ? $"{value}" : "unreadable";

    /// <summary>How many of the one list are not matched by one of the other.</summary>
    private static int Surplus(IReadOnlyList<int> ones, IReadOnlyList<int> others)
    {
        var counts = others.GroupBy(number => number).ToDictionary(group => group.Key, group => group.Count());
        return ones.GroupBy(number => number)
            .Sum(group => Math.Max(0, group.Count() - counts.GetValueOrDefault(group.Key)));
    }
}
