namespace Cutroom.Rendering;

/// <summary>A value, or why there is none.</summary>
internal abstract record Result<T>
{
    private Result() { }

    public sealed record Ok(T Value) : Result<T>;

    public sealed record Failed(RenderFailure Failure) : Result<T>;

    public static implicit operator Result<T>(T value) => new Ok(value);

    public static implicit operator Result<T>(RenderFailure failure) => new Failed(failure);
}
