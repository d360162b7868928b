using System.Globalization;
using System.Reflection;
using System.Text;

namespace Cutroom.Testing;

/// <summary>The marks of evidence in a test program as tables of docs/evidence.md: what is tested, and what it rests on.</summary>
internal static class EvidenceTable
{
    /// <returns>One table for each class with marks, in the order of their names; Markdown.</returns>
    public static string Of(Assembly tests)
    {
        var page = new StringBuilder();
        foreach (var type in tests.GetTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            var rows = Rows(type).ToList();
            if (rows.Count == 0)
                continue;
            page.Append(CultureInfo.InvariantCulture, $"### {Words(type.Name[..^"Specs".Length])}\n");
            page.Append("| what holds | seen | written | our reading |\n|---|---|---|---|\n");
            page.AppendJoin("", rows).Append('\n');
        }

        return page.ToString();
    }

    private static IEnumerable<string> Rows(Type type)
    {
        if (Cells(type) is { } all)
            yield return $"| all of it {all}";
        var methods = type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
        foreach (var method in methods.OrderBy(method => method.MetadataToken))
        {
            if (Cells(method) is { } cells)
                yield return $"| {method.Name.Replace('_', ' ')} {cells}";
        }
    }

    /// <returns>Null where there is no mark.</returns>
    private static string? Cells(MemberInfo member)
    {
        var marks = member.GetCustomAttributes<EvidenceAttribute>(inherit: false).ToList();
        return marks.Count == 0
            ? null
            : $"| {Sources<ObservedAttribute>(marks)} | {Sources<DocumentedAttribute>(marks)} | {Sources<AssumedAttribute>(marks)} |\n";
    }

    private static string Sources<T>(IEnumerable<EvidenceAttribute> marks)
        where T : EvidenceAttribute =>
        string.Join("; ", marks.OfType<T>().Select(mark => mark.Source.Replace("|", "\\|", StringComparison.Ordinal)));

    /// <summary>"CancelEditingTask" becomes "Cancel editing task".</summary>
    private static string Words(string name) =>
        string.Concat(
            name.Select(
                (letter, index) =>
                    index > 0 && char.IsAsciiLetterUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{letter}"
            )
        );
}
