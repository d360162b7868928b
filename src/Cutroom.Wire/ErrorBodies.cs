using System.Text.Json.Serialization;

namespace Cutroom.Wire;

/// <summary>Body of a failed VOD call, and of an identity call other than the token calls.</summary>
public sealed record VodErrorBody(
    [property: JsonPropertyName("error_code")] string ErrorCode,
    [property: JsonPropertyName("error_msg")] string ErrorMessage
);

/// <summary>Body of a refusal by the gateway; the members stand in the order of the samples.</summary>
/// <param name="EncodedAuthorizationMessage">Only of a denial by an identity policy: its sentence, opaque to clients.</param>
/// <param name="RequestId">Equal to the header <c>X-Request-Id</c>: the .NET SDK prefers the body's.</param>
public sealed record GatewayErrorBody(
    [property: JsonPropertyName("error_msg")] string ErrorMessage,
    [property: JsonPropertyName("error_code")] string ErrorCode,
    [property: JsonPropertyName("request_id")] string RequestId,
    [property: JsonPropertyName("encoded_authorization_message")] string? EncodedAuthorizationMessage = null
);

/// <summary>Body of a failed token call.</summary>
public sealed record TokenErrorBody([property: JsonPropertyName("error")] TokenError Error);

/// <param name="Code">The HTTP status.</param>
public sealed record TokenError(
    [property: JsonPropertyName("code")] int Code,
    [property: JsonPropertyName("message")] string Message,
    [property: JsonPropertyName("title")] string Title
);
