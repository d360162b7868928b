using System.Diagnostics;
using Cutroom.Rendering.Indexing;
using Cutroom.Rendering.Planning;

namespace Cutroom.Rendering.Tests.Copying;

public sealed class TimingSpecs
{
    [Fact]
    public void Long_file()
    {
        for (var i = 0; i < 3; i++)
        {
            var before = GC.GetTotalAllocatedBytes();
            var watch = Stopwatch.StartNew();
            using var stream = File.OpenRead("/tmp/sm/l2h.mp4");
            var index = ((IndexResult.Indexed)Mp4Indexer.Read(stream)).Index;
            var read = watch.ElapsedMilliseconds;
            KeyframeScan.Resolve(index, stream, 100_000, 100_300);
            var plan = CopyPlanner.Plan(
                ExactPlans.Of([index], (0, 100_000, 100_300)),
                [new IndexResult.Indexed(index)]
            );
            var planned = watch.ElapsedMilliseconds;
            KeyframeScan.Resolve(index, stream, 0, index.FrameCount);
            Console.WriteLine(
                $"read {read} planned {planned} all keyframes {watch.ElapsedMilliseconds} allocated {(GC.GetTotalAllocatedBytes() - before) >> 20} MiB {plan.GetType().Name}"
            );
        }
    }
}
