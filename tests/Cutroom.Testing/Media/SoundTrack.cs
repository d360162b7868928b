namespace Cutroom.Testing.Media;

/// <summary>Decoded sound placed by its timestamps: one channel, silence where there is none.</summary>
/// <param name="Start">Seconds on the file's clock of the first sample. A measurement, so a double: its error is far below a sample.</param>
/// <param name="End">Where the last sample ends.</param>
internal sealed record SoundTrack(float[] Samples, double Start, double End)
{
    public const int Rate = 48_000;

    /// <summary>Where a sample of this instant lies, between two samples as a rule.</summary>
    public double IndexOf(double time) => (time - Start) * Rate;

    /// <summary>Samples from an index on; outside of the track is silence.</summary>
    public float[] Cut(int from, int count)
    {
        var cut = new float[count];
        var first = Math.Max(0, from);
        var last = Math.Min(Samples.Length, from + count);
        if (last > first)
        {
            Samples.AsSpan(first, last - first).CopyTo(cut.AsSpan(first - from));
        }

        return cut;
    }

    /// <summary>The root of the mean square.</summary>
    public static double Loudness(ReadOnlySpan<float> samples)
    {
        double sum = 0;
        foreach (var sample in samples)
        {
            sum += sample * sample;
        }

        return samples.IsEmpty ? 0 : Math.Sqrt(sum / samples.Length);
    }
}
