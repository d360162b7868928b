using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cutroom.Rendering.Timelines;

/// <summary>A time in JSON is exact text: <c>"12.5"</c>, or <c>"1001/30000"</c> where the decimal would not end.</summary>
public sealed class MediaTimeJson : JsonConverter<MediaTime>
{
    public override MediaTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && MediaTimeText.TryParseExactly(reader.GetString(), out var time)
            ? time
            : throw new JsonException("A time is text: decimal seconds or a fraction.");

    public override void Write(Utf8JsonWriter writer, MediaTime value, JsonSerializerOptions options) =>
        writer.WriteStringValue(MediaTimeText.FormatExactly(value));
}
