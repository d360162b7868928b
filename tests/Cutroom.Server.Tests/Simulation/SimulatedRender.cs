namespace Cutroom.Server.Tests.Simulation;

/// <summary>A render that goes on, until it is disposed or its process dies.</summary>
internal sealed class SimulatedRender : IDisposable
{
    private readonly List<SimulatedRender> all;
    private readonly SimulatedProcess process;
    private readonly string task;

    public SimulatedRender(List<SimulatedRender> all, SimulatedProcess process, string task, bool isPoisoned)
    {
        (this.all, this.process, this.task, IsPoisoned) = (all, process, task, isPoisoned);
        all.Add(this);
    }

    public bool IsPoisoned { get; }

    /// <summary>True for one of the task whose process is alive and was never frozen.</summary>
    public bool Goes(string sameTask) => task == sameTask && process is { IsDead: false, WasPaused: false };

    public void Dispose() => all.Remove(this);
}
