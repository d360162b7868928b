/// <summary>How many tests ended how.</summary>
internal sealed record TestSums(int Passed, int Failed, int Skipped)
{
    public static TestSums operator +(TestSums one, TestSums other) =>
        new(one.Passed + other.Passed, one.Failed + other.Failed, one.Skipped + other.Skipped);

    public override string ToString() =>
        $"{Passed} passed, {Failed} failed{(Skipped > 0 ? $", {Skipped} skipped" : "")}";
}
