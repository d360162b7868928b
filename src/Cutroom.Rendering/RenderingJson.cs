using System.Text.Json.Serialization;
using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Probing;
using Cutroom.Rendering.Verification;

namespace Cutroom.Rendering;

/// <summary>The JSON of everything that callers store or print.</summary>
[JsonSerializable(typeof(MediaInfo))]
[JsonSerializable(typeof(RenderPlan))]
[JsonSerializable(typeof(PlanSummary))]
[JsonSerializable(typeof(VideoPiece.Encode), TypeInfoPropertyName = "EncodePiece")]
[JsonSerializable(typeof(RenderFailure))]
[JsonSerializable(typeof(ConformanceReport))]
public sealed partial class RenderingJson : JsonSerializerContext;
