using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cutroom.Rendering.Planning;

namespace Cutroom.Rendering.Execution;

/// <summary>
/// Names what a piece is made from: the source as it lies there, the range, every argument of the engine, and the versions of the engine
/// and of this program. Equal names mean equal pieces; where the piece stands in the output is no part of it.
/// </summary>
/// <param name="engineVersion">What the engine says of itself.</param>
internal sealed class PieceKeys(RenderPlan plan, PieceEncodings encodings, string engineVersion)
{
    private static readonly string Program = $"{typeof(PieceKeys).Module.ModuleVersionId}";

    /// <summary>Null when nobody can tell the source from another.</summary>
    public string? Of(VideoPiece piece)
    {
        var (source, parts) = piece switch
        {
            VideoPiece.Encode cut => (cut.Source, Parts(cut)),
            VideoPiece.Adapt adapt => (
                plan.Steps[adapt.Step].Source,
                PieceArguments.Adapt(WithoutPaths(), adapt.Step, encodings.Of(adapt), 1, "")
            ),
            _ => throw new ArgumentException("A copied piece is not made.", nameof(piece)),
        };
        if (plan.Sources[source].Identity is not { } identity)
        {
            return null;
        }

        IEnumerable<string> all = [Program, engineVersion, identity, .. parts];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', all))));
    }

    private IReadOnlyList<string> Parts(VideoPiece.Encode cut) =>
        [
            string.Create(
                CultureInfo.InvariantCulture,
                $"{cut.FirstRank} {cut.FrameCount} {cut.FirstSample} {cut.EndSample}"
            ),
            .. PieceArguments.Cut(encodings.Of(cut), 1, [new("", 0, 0, cut.FrameCount, "")]),
        ];

    private RenderPlan WithoutPaths() =>
        plan with
        {
            Sources = [.. plan.Sources.Select(source => source with { Path = "" })],
        };
}
