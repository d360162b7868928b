namespace Cutroom.Wire;

/// <summary>An entry of the error table: code, usual HTTP status, text. The entries stand in one file per family.</summary>
/// <param name="Code">The contract; texts are not.</param>
/// <param name="Status">HTTP status, unless the route fixes another for its business failures.</param>
/// <param name="Text">English sentence; <c>{0}</c> takes the detail.</param>
public sealed partial record WireError(string Code, int Status, string Text)
{
    /// <summary>True where the status belongs to the error whatever the route fixes: authentication, permission, our own faults.</summary>
    public bool KeepsStatus { get; private init; }

    /// <summary>The text with its place filled in.</summary>
    public string TextWith(string detail) => Text.Replace("{0}", detail, StringComparison.Ordinal);
}
