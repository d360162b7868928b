using Cutroom.Server.Storage;
using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using Xunit;

namespace Cutroom.Server.Tests.Storage;

public sealed class KeptStatementsSpecs : IDisposable
{
    private readonly SqliteConnection connection = new("Data Source=:memory:");
    private readonly KeptStatements statements;

    public KeptStatementsSpecs()
    {
        statements = new(connection);
        statements.Open();
    }

    public void Dispose() => statements.Dispose();

    [Fact]
    public void The_same_text_takes_other_arguments()
    {
        const string Sum = "select @a + @b";

        Assert.Equal(3, statements.ExecuteScalar<long>(Sum, new { a = 1L, b = 2L }));
        Assert.Equal("7", statements.ExecuteScalar<string>(Sum, new { a = "3", b = 4L }));
        Assert.Null(statements.ExecuteScalar<string>(Sum, new { a = (long?)null, b = 4L }));
    }

    [Fact]
    public void The_same_text_may_run_while_its_rows_are_read()
    {
        const string Numbers = "select 1 union all select 2";
        using var outer = statements.ExecuteReader(Numbers);
        Assert.True(outer.Read());

        Assert.Equal([1, 2], statements.Query<long>(Numbers));

        Assert.True(outer.Read());
        Assert.Equal(2, outer.GetInt64(0));
    }

    [Fact]
    public void A_kept_text_sees_a_table_that_was_changed()
    {
        const string All = "select * from things";
        statements.Ask("create table things (first integer); insert into things values (1)");
        Assert.Single((IDictionary<string, object>)statements.QuerySingle(All));

        statements.Ask("alter table things add second integer");

        Assert.Equal(2, ((IDictionary<string, object>)statements.QuerySingle(All)).Count);
    }

    [Fact]
    public void A_text_takes_lists_of_any_length()
    {
        const string Among = "select value from json_each('[1,2,3]') where value in @values order by value";

        Assert.Equal([1, 3], statements.Query<long>(Among, new { values = new[] { 1L, 3L } }));
        Assert.Equal([2], statements.Query<long>(Among, new { values = new[] { 2L } }));
        Assert.Empty(statements.Query<long>(Among, new { values = Array.Empty<long>() }));
        Assert.Equal([1, 3], statements.Query<long>(Among, new { values = new[] { 3L, 1L } }));
    }

    [Fact]
    public void A_text_that_failed_can_be_tried_again()
    {
        const string Add = "insert into things values (@value)";
        statements.Ask("create table things (value integer unique)");
        statements.Execute(Add, new { value = 1L });
        Assert.Throws<SqliteException>(() => statements.Execute(Add, new { value = 1L }));

        Assert.Equal(1, statements.Execute(Add, new { value = 2L }));
    }

    /// <summary>The engine would like to see the limit first; a claim has two, and is not to be planned each time.</summary>
    [Fact]
    public void A_text_with_a_limit_is_prepared_once()
    {
        using var plain = new SqliteConnection("Data Source=:memory:");
        plain.Open();

        Assert.Equal(0, PreparedAgain(connection, statements));
        // So much for the engine as it comes.
        using var kept = new KeptStatements(plain);
        Assert.Equal(4, PreparedAgain(plain, kept));
    }

    /// <returns>How often, in four runs.</returns>
    private static int PreparedAgain(SqliteConnection connection, KeptStatements statements)
    {
        connection.Handle!.enable_sqlite3_next_stmt(true); // which finds the statement below
        const string First = "select value from json_each('[1,2,3]') limit @most";
        foreach (var most in new[] { 1, 2, 3, 1 })
            Assert.Equal(most, statements.Query<long>(First, new { most }).Count());
        const int Reprepared = 5; // Source: SQLite, SQLITE_STMTSTATUS_REPREPARE
        return raw.sqlite3_stmt_status(raw.sqlite3_next_stmt(connection.Handle, null), Reprepared, 0);
    }

    [Fact]
    public void More_texts_than_are_kept_run_all_the_same()
    {
        for (var number = 0; number < 1200; number++)
            Assert.Equal(number, statements.ExecuteScalar<long>($"select {number}"));
    }
}
