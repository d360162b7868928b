using Cutroom.Server.Storage;
using Dapper;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Cutroom.Server.Tests.Storage;

public sealed class KeptStatementsSpecs : IDisposable
{
    private readonly KeptStatements statements = new(new SqliteConnection("Data Source=:memory:"));

    public KeptStatementsSpecs() => statements.Open();

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

    [Fact]
    public void More_texts_than_are_kept_run_all_the_same()
    {
        for (var number = 0; number < 1200; number++)
            Assert.Equal(number, statements.ExecuteScalar<long>($"select {number}"));
    }
}
