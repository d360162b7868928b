using Microsoft.AspNetCore.Http.Features;

namespace Cutroom.Server.Hosting;

/// <summary>
/// The request target as it came over the wire, split and nothing else. Signatures are verified over it; routing works on the
/// framework's decoded path, which says the same thing unless <see cref="IsAmbiguous"/>.
/// </summary>
/// <param name="Path">Raw, begins with a slash (or is the whole of an odd target such as <c>*</c>).</param>
/// <param name="Query">Raw, without the question mark; empty where there is none.</param>
internal readonly record struct RequestTarget(string Path, string Query)
{
    private static readonly string[] Ambiguities = ["%2f", "%5c", "%00", "\\"];

    public static RequestTarget Of(HttpContext context)
    {
        var raw = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var target = raw.StartsWith('/') ? raw : WithoutAuthority(raw);
        var query = target.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? new(target, "") : new(target[..query], target[(query + 1)..]);
    }

    /// <summary>True for encoded slashes, backslashes, NUL and dot segments: two readers could see two paths.</summary>
    public bool IsAmbiguous
    {
        get
        {
            var path = Path;
            return Ambiguities.Any(text => path.Contains(text, StringComparison.OrdinalIgnoreCase))
                || path.Replace("%2e", ".", StringComparison.OrdinalIgnoreCase)
                    .Split('/')
                    .Any(segment => segment is "." or "..");
        }
    }

    /// <summary><c>http://host/path</c>, the form meant for proxies, names the same resource as <c>/path</c>.</summary>
    private static string WithoutAuthority(string raw)
    {
        var authority = raw.IndexOf("://", StringComparison.Ordinal);
        var path = authority < 0 ? -1 : raw.IndexOf('/', authority + 3);
        return path < 0 ? raw : raw[path..];
    }
}
