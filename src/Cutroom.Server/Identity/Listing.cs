using System.Globalization;
using System.Text.Json;

namespace Cutroom.Server.Identity;

/// <summary>Rows an operator asked for, printed as columns or as JSON. Values are texts, truth values, whole numbers or null.</summary>
/// <param name="name">The member that holds the rows; null for a single row, which is the object itself.</param>
internal sealed class Listing(string? name, params IReadOnlyList<string> columns)
{
    private readonly List<object?[]> rows = [];

    /// <summary>A single object, member by member.</summary>
    public static Listing One(params IReadOnlyList<(string Name, object? Value)> members) =>
        new Listing(null, [.. members.Select(member => member.Name)]).Add([.. members.Select(member => member.Value)]);

    public Listing Add(params object?[] values)
    {
        rows.Add(values);
        return this;
    }

    public void Write(TextWriter output, bool json)
    {
        if (json)
            output.WriteLine(Json());
        else if (name is null)
            WriteColumns(output, [.. columns.Zip(rows[0], (column, value) => new[] { column, Text(value) })]);
        else
            WriteColumns(
                output,
                [
                    [.. columns],
                    .. rows.Select(row => row.Select(Text).ToArray()),
                ]
            );
    }

    private static void WriteColumns(TextWriter output, IReadOnlyList<string[]> lines)
    {
        var widths = Enumerable
            .Range(0, lines[0].Length)
            .Select(column => lines.Max(line => line[column].Length))
            .ToList();
        foreach (var line in lines)
            output.WriteLine(string.Join("  ", line.Zip(widths, (text, width) => text.PadRight(width))).TrimEnd());
    }

    private string Json()
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            if (name is null)
            {
                WriteRow(writer, rows[0]);
            }
            else
            {
                writer.WriteStartObject();
                writer.WriteStartArray(name);
                foreach (var row in rows)
                    WriteRow(writer, row);
                writer.WriteEndArray();
                writer.WriteEndObject();
            }
        }

        return System.Text.Encoding.UTF8.GetString(bytes.ToArray());
    }

    private void WriteRow(Utf8JsonWriter writer, object?[] row)
    {
        writer.WriteStartObject();
        foreach (var (column, value) in columns.Zip(row))
        {
            writer.WritePropertyName(column);
            switch (value)
            {
                case null:
                    writer.WriteNullValue();
                    break;
                case bool truth:
                    writer.WriteBooleanValue(truth);
                    break;
                case long number:
                    writer.WriteNumberValue(number);
                    break;
                default:
                    writer.WriteStringValue(Text(value));
                    break;
            }
        }

        writer.WriteEndObject();
    }

    private static string Text(object? value) =>
        value switch
        {
            null => "-",
            true => "yes",
            false => "no",
            _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
        };
}
