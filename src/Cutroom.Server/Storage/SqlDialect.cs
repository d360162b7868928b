namespace Cutroom.Server.Storage;

/// <summary>All that differs between the two engines in the text of a statement. Everything else is written once.</summary>
/// <param name="Name">Suffix of a migration that only one engine runs (<c>0007_name.sqlite.sql</c>).</param>
/// <param name="NowMs">Expression for the database's clock, UTC milliseconds. Leases are judged by it alone.</param>
/// <param name="SkipLocked">Put after the inner select of a claim, so that claimers never wait for each other.</param>
internal sealed record SqlDialect(string Name, string NowMs, string SkipLocked)
{
    public static readonly SqlDialect Sqlite = new("sqlite", "cast(unixepoch('subsec') * 1000 as integer)", "");

    public static readonly SqlDialect Postgres = new(
        "postgres",
        "(extract(epoch from clock_timestamp()) * 1000)::bigint",
        "for update skip locked"
    );
}
