using System.Data.Common;

namespace Cutroom.Server.Storage;

/// <summary>
/// The store failed while it made changes durable: the change is wholly there or wholly absent, and nobody knows which (I8). Never
/// answered with anything but a 5xx.
/// </summary>
internal sealed class CommitFailedException(Exception cause)
    : DbException("The store could not confirm the change; it may or may not have been made.", cause);
