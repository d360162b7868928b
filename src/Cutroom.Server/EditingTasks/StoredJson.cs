using System.Text.Json.Serialization;
using Cutroom.Rendering.Timelines;
using Cutroom.Rendering.Verification;

namespace Cutroom.Server.EditingTasks;

/// <summary>Source-generated JSON of what is kept beside a task.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Timeline))]
[JsonSerializable(typeof(ConformanceReport))]
internal sealed partial class StoredJson : JsonSerializerContext;
