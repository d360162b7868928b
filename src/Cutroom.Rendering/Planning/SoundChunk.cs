namespace Cutroom.Rendering.Planning;

/// <summary>
/// A part of a long sound that can be encoded beside the others. Invariant: the kept packets of all chunks, in order, are as many
/// as one encode gives, and stand for the same samples.
/// </summary>
/// <param name="Plan">Of sound alone; starts earlier and ends later than what is kept.</param>
/// <param name="Dropped">Packets at the front that are not kept.</param>
/// <param name="Kept">Packets after those.</param>
internal sealed record SoundChunk(RenderPlan Plan, int Dropped, int Kept)
{
    /// <summary>Samples of a packet, and of the first one, in which the encoder warms up.</summary>
    public const int PacketSamples = 1024;

    // With these the encoder has settled; bench/README.md and the specs of splices say how it was measured.
    private const int PrerollPackets = 4;

    // A packet is heard across the next one, and the encoder looks ahead.
    private const int LookaheadPackets = 2;

    // Shorter parts cost more in starts than they save.
    private const int LeastSeconds = 60;

    /// <summary>How many packets one encode of the plan's sound gives.</summary>
    public static long PacketsOf(RenderPlan plan) =>
        plan.Sound!.Packets ?? (SamplesOf(plan) + PacketSamples - 1) / PacketSamples + 1; // only plans with sound come here

    public static long SamplesOf(RenderPlan plan) => plan.Steps.Sum(step => step.Sound!.Samples); // as above

    /// <param name="plan">Of sound alone, in AAC.</param>
    /// <param name="most">How many encodes may run at once.</param>
    public static IReadOnlyList<SoundChunk> Split(RenderPlan plan, int most)
    {
        var packets = PacketsOf(plan);
        var least = (long)LeastSeconds * plan.Sound!.SampleRate / PacketSamples;
        var count = (int)Math.Clamp(packets / least, 1, most);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(number => Between(plan, packets * number / count, packets * (number + 1) / count)),
        ];
    }

    /// <param name="first">Packet n holds the samples before n times its length: number 0 holds none.</param>
    private static SoundChunk Between(RenderPlan plan, long first, long end)
    {
        var dropped = (int)Math.Min(first, PrerollPackets + 1);
        var start = (first - dropped) * PacketSamples;
        var until = Math.Min(SamplesOf(plan), (end + LookaheadPackets) * PacketSamples);
        var steps = new List<RenderStep>();
        long position = 0;
        foreach (var step in plan.Steps)
        {
            var cut = step.Sound!; // only plans of sound come here
            var (from, to) = (Math.Max(start, position), Math.Min(until, position + cut.Samples));
            if (from < to)
            {
                steps.Add(step with { Sound = cut.Between(from - position, to - position, plan.Sound!.SampleRate) });
            }

            position += cut.Samples;
        }

        var part = plan with { Steps = steps, Sound = plan.Sound! with { Packets = null } };
        return new SoundChunk(part, dropped, (int)(end - first));
    }
}
