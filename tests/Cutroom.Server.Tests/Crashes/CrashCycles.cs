using System.Globalization;
using Cutroom.Server.Storage;
using Cutroom.Server.Tests.Assets;
using Cutroom.Testing;
using Cutroom.Wire.Identity;

namespace Cutroom.Server.Tests.Crashes;

/// <summary>
/// Starts the server, compares what it holds with what clients were told, loads it, kills it, and again. Each start is also the
/// restart after the kill before.
/// </summary>
internal sealed class CrashCycles(DatabaseOptions database, string folder, Dictionary<string, string> settings)
{
    /// <summary>The kill comes after one to so many answers.</summary>
    private const int MostAnswers = 24;

    /// <summary>Every so many cycles the kill waits for a render; in between it falls into the middle of one.</summary>
    private const int RenderEvery = 4;

    private readonly AckLog acks = new()
    {
        Attempts = int.Parse(settings["CUTROOM_ATTEMPTS"], CultureInfo.InvariantCulture),
    };

    /// <summary>What was found whole after an earlier kill.</summary>
    private readonly Dictionary<string, ContentFacts> fetched = [];

    public AckLog Acks => acks;

    /// <param name="tamper">Called while no server runs, after every kill: plants a fault.</param>
    /// <returns>One sentence for each broken promise; none where all were kept.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(int cycles, int seed, Func<Task>? tamper = null)
    {
        var random = new Random(seed);
        var clip = await AssetCalls.ClipAsync();
        var identity = await ServerProcess.PrepareAsync(folder, settings.GetValueOrDefault("CUTROOM_DATABASE"));
        var load = new CrashLoad(identity, acks, clip);
        var asset = "";
        for (var cycle = 0; cycle < cycles; cycle++)
        {
            await using var server = await ServerProcess.StartAsync(folder, settings);
            using (var client = new CrashClient(server, identity, acks))
            {
                if (cycle == 0)
                    asset = await client.UploadAsync(clip);
                if (await ViolationsAsync(client, fetched) is { Count: > 0 } violations)
                    return violations;
            }

            await load.RunAsync(
                server,
                asset,
                answers: random.Next(1, MostAnswers),
                untilRendered: cycle % RenderEvery == RenderEvery - 1,
                random.Next()
            );
            await (tamper?.Invoke() ?? Task.CompletedTask);
        }

        return await AfterAllAsync(identity);
    }

    private async Task<IReadOnlyList<string>> AfterAllAsync(BootstrapIdentity identity)
    {
        await using var server = await ServerProcess.StartAsync(folder, settings);
        using var client = new CrashClient(server, identity, acks);
        return await ViolationsAsync(client, fetched: null);
    }

    private async Task<IReadOnlyList<string>> ViolationsAsync(
        CrashClient client,
        Dictionary<string, ContentFacts>? fetched
    ) => CrashChecker.Violations(acks, await new InventoryReader(database, fetched).ReadAsync(client));
}
