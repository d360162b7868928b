using Xunit;

namespace Cutroom.Server.Tests.Crashes;

/// <summary>The checker of the kill cycles finds what is planted, each time alone.</summary>
public sealed class CrashCheckerSpecs
{
    private static readonly ContentFacts Bytes = new(10, "aa");

    private static readonly Inventory Sound = new(
        [
            new("waits", "out-1", "WAITING", 0),
            new("runs", "out-2", "PROCESSING", 2),
            new("done", "out-3", "SUCCEED", 1),
            new("cancelled", "out-4", "CANCEL", 0),
        ],
        Total: 4,
        [new("out-3", Bytes, Bytes)],
        [new("up-1", Bytes, Bytes)],
        "ok"
    );

    private readonly AckLog acks = new();

    public CrashCheckerSpecs()
    {
        acks.Created["waits"] = "out-1";
        acks.Created["done"] = "out-3";
        acks.Cancelled["cancelled"] = true;
        acks.Refused["runs"] = true;
        acks.Uploaded["up-1"] = Bytes;
        acks.Seen["done"] = "PROCESSING";
    }

    [Fact]
    public void A_sound_state_is_accepted_again_and_again()
    {
        Assert.Empty(CrashChecker.Violations(acks, Sound));
        Assert.Empty(CrashChecker.Violations(acks, Sound));
    }

    [Fact]
    public void An_acknowledged_create_that_was_never_stored_is_reported()
    {
        acks.Created["nowhere"] = "out-9";

        AssertViolation("Task nowhere was acknowledged and is lost", Sound);
    }

    [Fact]
    public void A_task_with_another_output_than_acknowledged_is_reported()
    {
        acks.Created["waits"] = "out-9";

        AssertViolation("with output out-9 and has out-1", Sound);
    }

    [Theory]
    [InlineData("waits")]
    [InlineData("runs")]
    [InlineData("done")]
    public void A_204_without_effect_is_reported(string task)
    {
        acks.Cancelled[task] = true;
        acks.Refused.Clear();

        AssertViolation($"Task {task} was answered 204", Sound);
    }

    [Fact]
    public void A_cancelled_task_that_ran_is_reported()
    {
        acks.Cancelled.Clear();

        AssertViolation("though a worker had it", With(Sound.Tasks[3] with { Attempt = 1 }));
    }

    [Fact]
    public void A_refused_cancel_of_a_task_that_still_waits_is_reported()
    {
        acks.Refused["waits"] = true;

        AssertViolation("was not to be cancelled any more and is WAITING", Sound);
    }

    [Theory]
    [InlineData("done", "SUCCEED", "PROCESSING")]
    [InlineData("done", "CANCEL", "SUCCEED")]
    [InlineData("runs", "PROCESSING", "WAITING")]
    [InlineData("runs", "WAITING", "LOST")]
    public void A_status_that_goes_back_is_reported(string task, string before, string after)
    {
        acks.Seen[task] = before;

        var found = With(Sound.Tasks.Single(one => one.TaskId == task) with { Status = after });

        Assert.Contains(
            CrashChecker.Violations(acks, found),
            text => text.Contains($"went from {before} to {after}", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_failure_that_nothing_explains_is_reported() =>
        AssertViolation("Task runs failed", With(Sound.Tasks[1] with { Status = "FAILED" }));

    [Fact]
    public void A_failure_after_the_last_attempt_is_accepted()
    {
        var tried = new AckLog { Attempts = 2 };

        Assert.Empty(CrashChecker.Violations(tried, With(Sound.Tasks[1] with { Status = "FAILED" })));
    }

    [Fact]
    public void Success_without_output_is_reported() =>
        AssertViolation("Task done succeeded and shows no output", Sound with { Outputs = [] });

    [Fact]
    public void An_output_without_success_is_reported() =>
        AssertViolation(
            "Task runs is PROCESSING and shows an output",
            Sound with
            {
                Outputs = [.. Sound.Outputs, new("out-2", Bytes, Bytes)],
            }
        );

    [Fact]
    public void An_output_of_no_task_is_reported() =>
        AssertViolation(
            "Output out-9 is shown and belongs to no task",
            Sound with
            {
                Outputs = [.. Sound.Outputs, new("out-9", Bytes, Bytes)],
            }
        );

    [Fact]
    public void Bytes_that_differ_or_are_missing_are_reported()
    {
        AssertViolation(
            "Output out-3 is recorded as",
            Sound with
            {
                Outputs = [new("out-3", Bytes, Bytes with { Sha256 = "ab" })],
            }
        );
        AssertViolation("Output out-3 is recorded as", Sound with { Outputs = [new("out-3", Bytes, null)] });
    }

    [Fact]
    public void An_acknowledged_upload_that_is_lost_or_altered_is_reported()
    {
        AssertViolation("Upload up-1 was acknowledged and is lost", Sound with { Uploads = [] });
        AssertViolation(
            "Upload up-1 was sent as",
            Sound with
            {
                Uploads = [new("up-1", Bytes, Bytes with { Size = 9 })],
            }
        );
    }

    [Fact]
    public void A_task_listed_twice_or_not_counted_is_reported()
    {
        AssertViolation(
            "Task waits is listed 2 times",
            Sound with
            {
                Tasks = [.. Sound.Tasks, Sound.Tasks[0]],
                Total = 5,
            }
        );
        AssertViolation("The list says 5 tasks and shows 4", Sound with { Total = 5 });
    }

    [Fact]
    public void A_damaged_database_is_reported() =>
        AssertViolation("The database is damaged", Sound with { Integrity = "row 3 missing from index" });

    private static Inventory With(ListedTask changed) =>
        Sound with
        {
            Tasks = [.. Sound.Tasks.Select(task => task.TaskId == changed.TaskId ? changed : task)],
        };

    private void AssertViolation(string expected, Inventory found) =>
        Assert.Contains(expected, Assert.Single(CrashChecker.Violations(acks, found)), StringComparison.Ordinal);
}
