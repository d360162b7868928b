using System.Numerics;
using System.Runtime.InteropServices;

namespace Cutroom.Testing.Media;

/// <summary>Where a stretch of output was found in its source.</summary>
/// <param name="Error">Seconds by which the sound is early (positive: later sound is heard than belongs there).</param>
/// <param name="Likeness">Normalised correlation, 1 for the same shape.</param>
internal readonly record struct SoundMatch(double Error, double Likeness)
{
    /// <summary>Below this the finding says nothing.</summary>
    public bool IsTrusted => Likeness > 0.75;
}

/// <summary>Finds a window of sound in a source by normalised cross-correlation.</summary>
internal static class SoundAlignment
{
    public const double WindowSeconds = 0.3;

    private const double NearReach = 0.01;
    private const double FarReach = 0.15;

    // Samples in a mean; odd, so that nothing moves.
    private const int Smoothing = 7;

    /// <param name="at">When the window starts, on the output's clock.</param>
    /// <param name="expected">The instant of the source that belongs there.</param>
    public static SoundMatch Find(SoundTrack output, double at, SoundTrack source, double expected)
    {
        var first = (int)Math.Round(output.IndexOf(at));
        var window = Dull(output.Cut(first, (int)(WindowSeconds * SoundTrack.Rate)));
        // The window's true start differs from what was asked for by less than a sample; the source's instant moves with it.
        var moved = expected + (first - output.IndexOf(at)) / SoundTrack.Rate;
        var near = Search(window, source, source.IndexOf(moved), NearReach);
        // Noise resembles itself a few samples on, so a best place at the rim of the search is no finding.
        return near is { IsTrusted: true } && Math.Abs(near.Error) < NearReach * 0.9
            ? near
            : Search(window, source, source.IndexOf(moved), FarReach);
    }

    private static SoundMatch Search(float[] window, SoundTrack source, double expected, double reach)
    {
        var lags = (int)(reach * SoundTrack.Rate);
        var middle = (int)Math.Round(expected);
        var stretch = Dull(source.Cut(middle - lags, window.Length + 2 * lags));
        var scores = new double[2 * lags + 1];
        var own = Math.Sqrt(Dot(window, window));
        double power = Dot(stretch.AsSpan(0, window.Length), stretch.AsSpan(0, window.Length));
        for (var lag = 0; lag < scores.Length; lag++)
        {
            var norm = own * Math.Sqrt(Math.Max(power, 1e-12));
            scores[lag] = Dot(window, stretch.AsSpan(lag, window.Length)) / Math.Max(norm, 1e-9);
            if (lag + window.Length < stretch.Length)
            {
                power += stretch[lag + window.Length] * stretch[lag + window.Length] - stretch[lag] * stretch[lag];
            }
        }

        var best = Array.IndexOf(scores, scores.Max());
        var found = middle - lags + best + Between(scores, best);
        return new((found - expected) / SoundTrack.Rate, scores[best]);
    }

    // Codecs replace high noise by other noise that sounds alike; below 3 kHz they keep the shape.
    private static float[] Dull(float[] samples)
    {
        var means = new float[samples.Length];
        var reach = Smoothing / 2;
        float sum = 0;
        for (var i = 0; i < samples.Length + reach; i++)
        {
            sum += i < samples.Length ? samples[i] : 0;
            sum -= i >= Smoothing ? samples[i - Smoothing] : 0;
            if (i >= reach)
            {
                means[i - reach] = sum / Smoothing;
            }
        }

        return means;
    }

    /// <summary>The top of the parabola through the best score and its neighbours.</summary>
    private static double Between(double[] scores, int best)
    {
        if (best == 0 || best == scores.Length - 1)
        {
            return 0;
        }

        var (left, top, right) = (scores[best - 1], scores[best], scores[best + 1]);
        var curve = left - 2 * top + right;
        return curve < 0 ? (left - right) / (2 * curve) : 0;
    }

    private static double Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        var a = MemoryMarshal.Cast<float, Vector<float>>(left);
        var b = MemoryMarshal.Cast<float, Vector<float>>(right);
        var sum = Vector<float>.Zero;
        for (var i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        double total = Vector.Sum(sum);
        for (var i = a.Length * Vector<float>.Count; i < left.Length; i++)
        {
            total += left[i] * right[i];
        }

        return total;
    }
}
