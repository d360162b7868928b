using Cutroom.Rendering.Planning;

namespace Cutroom.Server.EditingTasks;

/// <summary>What one claim may still take.</summary>
/// <param name="places">How many tasks.</param>
internal sealed class ClaimRoom(int places, WorkerRoom room)
{
    /// <summary>So many, whatever they need.</summary>
    public static ClaimRoom ForAny(int places) => new(places, WorkerRoom.Endless);

    /// <summary>No more tasks than these fit.</summary>
    public int Places => (int)Math.Min(places, room.Left.Slots);

    public WorkerRoom Worker => room;

    public bool Fits(RenderNeeds needs) => Places > 0 && room.LackFor(needs) is null;

    public void Take(RenderNeeds needs)
    {
        places--;
        room = room.With(needs);
    }
}
