namespace Cutroom.Server.Storage;

/// <summary>
/// Writes of one kind in groups: requests that arrive while a transaction runs share the next one, with one statement for all of them
/// and an answer for each. Whoever comes first carries the group out, so nothing waits for a timer and an idle store answers at once.
/// </summary>
/// <param name="most">Bounds what one failed commit fails, and the wait of the first in a group.</param>
/// <param name="work">
/// Answers each request, in their order. What it throws fails the whole group, so a refusal of one is an answer. It may run again, as
/// <see cref="Database.WriteAsync"/> says.
/// </param>
/// <param name="atOnce">
/// Groups under way at the same time on PostgreSQL, which carries one out while another is flushed. More than one is for work that waits
/// for no row of another group. SQLite has one writer, and takes them one by one.
/// </param>
internal sealed class SharedWrites<TRequest, TAnswer>(
    Database database,
    int most,
    Func<DbSession, IReadOnlyList<TRequest>, Task<IReadOnlyList<TAnswer>>> work,
    int atOnce = 1
)
{
    /// <summary>So many wait before another group begins beside one: few in many groups would share little.</summary>
    private const int Enough = 16;

    private readonly int mostUnderWay = database.Dialect == SqlDialect.Sqlite ? 1 : atOnce;
    private readonly Lock gate = new();
    private readonly Queue<Pending> waiting = [];
    private int underWay;

    private bool MayBegin => underWay == 0 || (underWay < mostUnderWay && waiting.Count >= Enough);

    /// <summary>Returning means that the group was committed and flushed.</summary>
    /// <param name="cancellation">A request that has joined a group is carried through.</param>
    /// <exception cref="CommitFailedException">Not known whether the change was made (I8).</exception>
    public async Task<TAnswer> RunAsync(TRequest request, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var mine = new Pending(request);
        if (Join(mine) || await mine.Leads)
            await CarryOutAsync();
        return await mine.Outcome;
    }

    /// <returns>True where this one carries out a group.</returns>
    private bool Join(Pending mine)
    {
        lock (gate)
        {
            waiting.Enqueue(mine);
            if (!MayBegin)
                return false;
            underWay++;
            return true;
        }
    }

    /// <summary>Called by who begins a group; hands over to the first who came later.</summary>
    private async Task CarryOutAsync()
    {
        var group = NextGroup();
        try
        {
            // Else the group beside took all that waited.
            if (group.Count == 0)
                return;
            var requests = group.Select(one => one.Request).ToList();
            var answers = await database.WriteAsync(session => work(session, requests), CancellationToken.None);
            foreach (var (one, answer) in group.Zip(answers))
                one.Complete(answer);
        }
        catch (Exception exception)
        {
            foreach (var one in group)
                one.Fail(exception);
        }
        finally
        {
            HandOver();
        }
    }

    private List<Pending> NextGroup()
    {
        lock (gate)
        {
            var group = new List<Pending>();
            while (group.Count < most && waiting.TryDequeue(out var one))
                group.Add(one);
            return group;
        }
    }

    private void HandOver()
    {
        lock (gate)
        {
            underWay--;
            if (MayBegin && waiting.Any(next => next.Lead()))
                underWay++;
        }
    }

    private sealed class Pending(TRequest request)
    {
        private readonly TaskCompletionSource<bool> leads = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource<TAnswer> outcome = new(
            TaskCreationOptions.RunContinuationsAsynchronously
        );

        public TRequest Request => request;

        /// <summary>True: carries out the next group. False: somebody did it.</summary>
        public Task<bool> Leads => leads.Task;

        public Task<TAnswer> Outcome => outcome.Task;

        /// <returns>False where it leads already, and has not begun yet.</returns>
        public bool Lead() => leads.TrySetResult(true);

        public void Complete(TAnswer answer)
        {
            outcome.SetResult(answer);
            leads.TrySetResult(false);
        }

        public void Fail(Exception exception)
        {
            outcome.SetException(exception);
            leads.TrySetResult(false);
        }
    }
}
