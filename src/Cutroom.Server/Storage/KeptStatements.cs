using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Cutroom.Server.Storage;

/// <summary>
/// A connection to SQLite that keeps the statements it has prepared: they are few, each runs many thousand times, and preparing one takes
/// longer than running it.
/// </summary>
/// <param name="rewrite">From the text that is asked for to the one that runs; null leaves it as it is.</param>
internal sealed class KeptStatements(SqliteConnection inner, Func<string, string>? rewrite = null) : DbConnection
{
    /// <summary>Texts; those with a list spelled out are many, and come and go.</summary>
    private const int MostKept = 500;

    private readonly Dictionary<string, Stack<SqliteCommand>> kept = [];

    [AllowNull]
    public override string ConnectionString
    {
        get => inner.ConnectionString;
        set => throw new NotSupportedException();
    }

    public override string Database => inner.Database;

    public override string DataSource => inner.DataSource;

    public override string ServerVersion => inner.ServerVersion;

    public override ConnectionState State => inner.State;

    /// <summary>May be called again, also for a connection that was opened before.</summary>
    public override void Open()
    {
        inner.Open();
        // A plan may not depend on the values it was made with: with a limit among them it would be made anew for each.
        raw.sqlite3_db_config(inner.Handle, raw.SQLITE_DBCONFIG_ENABLE_QPSG, 1, out _);
    }

    public override void Close() => inner.Close();

    public override void ChangeDatabase(string databaseName) => throw new NotSupportedException();

    /// <returns>The first value of the first row.</returns>
    public object? Ask(string sql)
    {
        using var command = new Command(this) { CommandText = sql };
        return command.ExecuteScalar();
    }

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) =>
        throw new NotSupportedException();

    protected override DbCommand CreateDbCommand() => new Command(this);

    protected override void Dispose(bool disposing)
    {
        Drop();
        inner.Dispose();
        base.Dispose(disposing);
    }

    private void Drop()
    {
        foreach (var command in kept.Values.SelectMany(commands => commands))
            command.Dispose();
        kept.Clear();
    }

    private SqliteCommand Take(string text)
    {
        if (kept.TryGetValue(text, out var free) && free.TryPop(out var command))
            return command;
        command = inner.CreateCommand();
        command.CommandText = rewrite?.Invoke(text) ?? text;
        return command;
    }

    private void Return(string text, SqliteCommand command)
    {
        command.Parameters.Clear();
        if (!kept.TryGetValue(text, out var free))
        {
            if (kept.Count == MostKept)
                Drop();
            kept[text] = free = new();
        }

        free.Push(command);
    }

    /// <summary>Borrows the statement of its text.</summary>
    private sealed class Command(KeptStatements from) : DbCommand
    {
        private string text = "";
        private SqliteCommand? borrowed;

        [AllowNull]
        public override string CommandText
        {
            get => text;
            set
            {
                var next = from.Take(text = value ?? "");
                // Dapper spells a list out in the text once it has added the list's values.
                foreach (var parameter in Leave())
                    next.Parameters.Add(parameter);
                borrowed = next;
            }
        }

        public override int CommandTimeout { get; set; }

        public override CommandType CommandType { get; set; } = CommandType.Text;

        public override bool DesignTimeVisible { get; set; }

        public override UpdateRowSource UpdatedRowSource { get; set; }

        protected override DbConnection? DbConnection { get; set; } = from;

        protected override DbParameterCollection DbParameterCollection => Borrowed.Parameters;

        protected override DbTransaction? DbTransaction { get; set; }

        private SqliteCommand Borrowed => borrowed ?? throw new InvalidOperationException("No text was set.");

        /// <returns>The arguments of a text that is not to run after all.</returns>
        private IReadOnlyList<SqliteParameter> Leave()
        {
            using var before = borrowed;
            IReadOnlyList<SqliteParameter> parameters = [.. before?.Parameters.Cast<SqliteParameter>() ?? []];
            before?.Parameters.Clear();
            return parameters;
        }

        public override void Cancel() { }

        public override int ExecuteNonQuery() => Borrowed.ExecuteNonQuery();

        public override object? ExecuteScalar() => Borrowed.ExecuteScalar();

        public override void Prepare() { }

        protected override DbParameter CreateDbParameter() => new SqliteParameter();

        protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => Borrowed.ExecuteReader();

        protected override void Dispose(bool disposing)
        {
            if (borrowed is not null)
                from.Return(text, borrowed);
            borrowed = null;
            base.Dispose(disposing);
        }
    }
}
