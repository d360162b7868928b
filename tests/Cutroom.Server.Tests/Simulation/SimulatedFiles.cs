using Cutroom.Rendering.Sources;
using Cutroom.Server.Assets;
using Cutroom.Server.Storage;
using Microsoft.AspNetCore.Http;

namespace Cutroom.Server.Tests.Simulation;

/// <summary>A media store that keeps which attempt made which bytes. Attempts have real folders.</summary>
internal sealed class SimulatedFiles(Agenda agenda, string workFolder) : MediaFiles(workFolder)
{
    private readonly Dictionary<GenerationId, string> makers = [];

    public int FaultsPerMille { get; set; }

    public override TimeSpan ScanInterval => TimeSpan.FromHours(1);

    /// <returns>The name of the attempt's folder; null where there are no such bytes.</returns>
    public string? MakerOf(GenerationId generation) => makers.GetValueOrDefault(generation);

    public override async Task PublishAsync(
        string staged,
        ProjectId project,
        GenerationId id,
        CancellationToken cancellation
    )
    {
        await TravelAsync(cancellation);
        makers[id] = Path.GetFileName(Path.GetDirectoryName(staged))!; // an attempt's output is a folder inside it
    }

    public override async Task<MediaSource?> OpenAsync(
        ProjectId project,
        Generation generation,
        CancellationToken cancellation
    )
    {
        await TravelAsync(cancellation);
        return MediaSource.OfFile(generation.MainFile);
    }

    public override async Task RemoveAsync(ProjectId project, GenerationId id, CancellationToken cancellation)
    {
        await SimulatedProcess.Current.Clock.WaitAsync(agenda.Random.Next(1, 20), cancellation);
        makers.Remove(id);
    }

    public override Task<bool> AnswersAsync(CancellationToken cancellation) =>
        Task.FromResult(!agenda.Chance(FaultsPerMille));

    public override Task CheckAsync(CancellationToken cancellation) => Task.CompletedTask;

    public override Task<bool> SaveAsync(ProjectId p, GenerationId g, string folder, CancellationToken c) =>
        Unused<Task<bool>>();

    public override IAsyncEnumerable<StoredGeneration> StoredAsync(CancellationToken c) =>
        Unused<IAsyncEnumerable<StoredGeneration>>();

    public override Task RemoveUploadsAsync(DateTimeOffset before, CancellationToken c) => Unused<Task>();

    public override Task<IResult?> ServeAsync(ProjectId p, Generation g, string file, CancellationToken c) =>
        Unused<Task<IResult?>>();

    public override string? UploadUrl(ProjectId p, AssetId a, TimeSpan lifetime) => null;

    public override string? DownloadUrl(ProjectId p, GenerationId g, string mainFile, TimeSpan lifetime) => null;

    public override Task<TakenUpload?> TakeUploadAsync(ProjectId p, Asset a, long most, CancellationToken c) =>
        Unused<Task<TakenUpload?>>();

    public override Task ForgetUploadAsync(ProjectId p, AssetId a, CancellationToken c) => Unused<Task>();

    private static T Unused<T>() => throw new NotSupportedException("No worker asks for this.");

    private async Task TravelAsync(CancellationToken cancellation)
    {
        await SimulatedProcess.Current.Clock.WaitAsync(agenda.Random.Next(1, 30), cancellation);
        if (agenda.Chance(FaultsPerMille))
            throw new MediaUnavailableException(new IOException("A fault of the simulation."));
    }
}
