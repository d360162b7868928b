using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cutroom.Wire;

/// <summary>Reads every text that travels: Unicode without NUL, which not every database can keep.</summary>
public sealed class WireText : JsonConverter<string>
{
    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw new JsonException("A string is expected.");
        var text = reader.GetString() ?? "";
        return text.Contains('\0') ? throw new JsonException("A string must not hold NUL.") : text;
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);
}
