using System.Text.Json;

namespace Cutroom.Server.Storage;

/// <summary>Rows as the text of a parameter, for statements that take many at once (<see cref="SqlDialect.Elements"/>).</summary>
internal static class JsonRows
{
    /// <param name="rows">Objects with flat members: text, whole numbers, null.</param>
    public static string Of<T>(IEnumerable<T> rows) => JsonSerializer.Serialize(rows);
}
