namespace Cutroom.Server.Storage;

/// <summary>One engine's connections, behind <see cref="Database"/>, which says what its callers may rely on.</summary>
internal interface ITransactions : IAsyncDisposable
{
    Task<T> ReadAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellation);

    Task<T> WriteAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellation);

    Task TellAsync(string topic, string text, CancellationToken cancellation);

    Task ListenAsync(string topic, Action<string> heard, CancellationToken cancellation);
}
