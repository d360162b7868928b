using Xunit;

namespace Cutroom.Compat.Tests.Mutations;

/// <summary>Asks a verifier about changed requests, and now and then about the unchanged one.</summary>
internal static class MutationCheck
{
    /// <summary>Fewer than lock a key.</summary>
    private const int BetweenControls = 4;

    /// <param name="accepts">The verifier's verdict; first the request it was made from, then the one to judge.</param>
    /// <returns>The changed requests that were accepted.</returns>
    public static async Task<IReadOnlyList<SentRequest>> RunAsync(
        IReadOnlyList<SentRequest> originals,
        int count,
        Func<SentRequest, SentRequest, Task<bool>> accepts
    )
    {
        var random = new Random(20_240_229);
        var wronglyAccepted = new List<SentRequest>();
        for (var tried = 0; tried < count; )
        {
            var original = originals[random.Next(originals.Count)];
            var meaning = original.Meaning();
            for (var i = 0; i < BetweenControls; )
            {
                var changed = RequestMutations.Next(original, random);
                if (changed.Meaning() == meaning)
                    continue;
                i++;
                tried++;
                if (await accepts(original, changed))
                    wronglyAccepted.Add(changed);
            }

            Assert.True(await accepts(original, original), $"The unchanged request was refused: {original.Target}");
        }

        return wronglyAccepted;
    }
}
