namespace Cutroom.Server.Storage;

/// <summary>All that differs between the two engines in the text of a statement. Everything else is written once.</summary>
/// <param name="Name">Suffix of a migration that only one engine runs (<c>0007_name.sqlite.sql</c>).</param>
/// <param name="NowMs">Expression for the database's clock, UTC milliseconds. Leases are judged by it alone.</param>
/// <param name="SkipLocked">Put after the inner select of a claim, so that claimers never wait for each other.</param>
/// <param name="Unchanged">Put after a select: until the commit others may read the rows and take turns at them, but not change them.</param>
/// <param name="InTurn">Put after a select: transactions that say so stand in one order until their commit.</param>
/// <param name="ForChange">Put after a select: waits for all who keep the rows <paramref name="Unchanged"/> or are in turn.</param>
internal sealed record SqlDialect(
    string Name,
    string NowMs,
    string SkipLocked,
    string Unchanged,
    string InTurn,
    string ForChange
)
{
    // One writer needs no locks.
    public static readonly SqlDialect Sqlite = new(
        "sqlite",
        "cast(unixepoch('subsec') * 1000 as integer)",
        SkipLocked: "",
        Unchanged: "",
        InTurn: "",
        ForChange: ""
    );

    public static readonly SqlDialect Postgres = new(
        "postgres",
        "(extract(epoch from clock_timestamp()) * 1000)::bigint",
        SkipLocked: "for update skip locked",
        Unchanged: "for key share",
        InTurn: "for no key update",
        ForChange: "for update"
    );

    /// <summary>
    /// The elements of a JSON array of objects as a table: one statement for many. A member is <c>value -&gt;&gt; 'name'</c>, text unless cast.
    /// </summary>
    /// <param name="parameter">Holds the array's text; see <see cref="JsonRows"/>.</param>
    public string Elements(string parameter) =>
        this == Sqlite ? $"jsonb_each({parameter})" : $"jsonb_array_elements(cast({parameter} as jsonb))";
}
