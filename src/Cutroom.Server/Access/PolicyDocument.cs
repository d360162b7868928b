using System.Text.Json;

namespace Cutroom.Server.Access;

/// <summary>
/// Reads a policy's JSON text. What is not understood is refused with its place, never passed over: a condition that nobody reads
/// would widen the policy. Source: IAM user guides, policy grammar; its limits count for all three versions.
/// </summary>
internal static class PolicyDocument
{
    public const int MaxLength = 6144;
    private const int MaxStatements = 8;
    private const int MaxActions = 100;
    private const int MaxActionLength = 128;
    private const int MaxResources = 10;
    private const int MaxConditions = 10;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    /// <param name="text">The document.</param>
    /// <param name="catalog">The family of a system policy.</param>
    /// <exception cref="FormatException">Names the place, the value and the limit.</exception>
    public static AccessPolicy Read(string name, string text, string catalog = "")
    {
        if (text.Length > MaxLength)
            throw new FormatException($"The document has {text.Length} characters, at most {MaxLength} are allowed.");
        try
        {
            using var document = JsonDocument.Parse(text, Strict);
            return OfRoot(name, new(document.RootElement, "document"), catalog);
        }
        catch (JsonException exception)
        {
            throw new FormatException($"The document is not JSON: {exception.Message}");
        }
        catch (InvalidOperationException)
        {
            // The reader's word for a text that is not Unicode.
            throw new FormatException("The document holds text that is not Unicode.");
        }
    }

    private static AccessPolicy OfRoot(string name, PolicyElement root, string catalog)
    {
        var version = root.Need("Version").Text();
        var model = version switch
        {
            "1.0" => PolicyModel.Role,
            "1.1" => PolicyModel.Policy,
            "5.0" => PolicyModel.Identity,
            _ => throw root.Need("Version").Wrong($"'{version}' is none of 1.0, 1.1 and 5.0"),
        };
        root.AllowOnly(model == PolicyModel.Role ? ["Version", "Statement", "Depends"] : ["Version", "Statement"]);
        var statements = root.Need("Statement").Elements(1, MaxStatements);
        return new(
            name,
            model,
            [.. statements.Select((statement, number) => Statement(statement, number, model))],
            [.. root.Find("Depends")?.Elements(0, MaxActions).Select(Dependency) ?? []],
            catalog
        );
    }

    private static RoleDependency Dependency(PolicyElement element)
    {
        element.AllowOnly(["catalog", "display_name"]);
        return new(element.Find("catalog")?.Text() ?? "", element.Need("display_name").Text());
    }

    private static PolicyStatement Statement(PolicyElement element, int number, PolicyModel model)
    {
        element.AllowOnly(
            model switch
            {
                PolicyModel.Role => ["Effect", "Action"],
                PolicyModel.Policy => ["Sid", "Effect", "Action", "Resource", "Condition"],
                PolicyModel.Identity =>
                [
                    "Sid",
                    "Effect",
                    "Action",
                    "NotAction",
                    "Resource",
                    "NotResource",
                    "Condition",
                ],
            }
        );
        var (actions, exceptActions) = element.OneOf("Action", "NotAction");
        var (resources, exceptResources) = element.OneOf("Resource", "NotResource");
        return new(
            number,
            EffectOf(element.Need("Effect")),
            [
                .. (actions ?? throw element.Wrong("names no Action"))
                    .Elements(1, MaxActions)
                    .Select(action => Action(action, model)),
            ],
            exceptActions,
            [.. resources?.Elements(1, MaxResources).Select(resource => Resource(resource, model)) ?? []],
            exceptResources,
            [.. Conditions(element.Find("Condition"))]
        );
    }

    private static Effect EffectOf(PolicyElement element) =>
        element.Text() switch
        {
            "Allow" => Effect.Allow,
            "Deny" => Effect.Deny,
            var other => throw element.Wrong($"'{other}' is neither Allow nor Deny"),
        };

    private static ActionPattern Action(PolicyElement element, PolicyModel model)
    {
        var text = element.Text();
        if (text.Length > MaxActionLength)
            throw element.Wrong($"has {text.Length} characters, at most {MaxActionLength} are allowed");
        return ActionPattern.Parse(text, loneStar: model == PolicyModel.Identity)
            ?? throw element.Wrong($"'{text}' is not of the form service:type:operation");
    }

    private static ResourcePattern Resource(PolicyElement element, PolicyModel model)
    {
        var text = element.Text();
        var pattern =
            ResourcePattern.Parse(text)
            ?? throw element.Wrong($"'{text}' is neither * nor of the form service:region:account:type:id");
        var isOurs = Permissions.Services.Any(pattern.NamesService);
        return model == PolicyModel.Identity || !isOurs || pattern.IsWholeService
            ? pattern
            : throw element.Wrong($"'{text}': version 1.1 knows no single resources of this service, only all of them");
    }

    private static List<PolicyCondition> Conditions(PolicyElement? element)
    {
        var found = new List<PolicyCondition>();
        foreach (var (operatorName, keys) in element?.Members() ?? [])
        {
            foreach (var (key, values) in keys.Members())
            {
                if (found.Count == MaxConditions)
                    throw element!.Wrong($"has more than {MaxConditions} entries"); // not null: it has members
                try
                {
                    found.Add(PolicyCondition.Of(operatorName, key, values.Values()));
                }
                catch (FormatException exception)
                {
                    throw values.Wrong(exception.Message);
                }
            }
        }

        return found;
    }
}
