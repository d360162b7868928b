using Cutroom.Wire;

namespace Cutroom.Server.Hosting;

/// <summary>The client's doing: ends the request with an entry of the error table, and nothing was changed (I8).</summary>
/// <param name="error">The entry; its status may be overruled by the route (<c>FailsWith</c>).</param>
/// <param name="detail">Fills the entry's text: the thing, the value, the limit.</param>
internal sealed class Refusal(WireError error, string detail = "") : Exception(error.TextWith(detail))
{
    public WireError Error => error;
}
