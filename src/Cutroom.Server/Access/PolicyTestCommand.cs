using System.CommandLine;
using System.Net;
using System.Text.Json.Nodes;
using Cutroom.Server.Identity;
using Cutroom.Server.Storage;

namespace Cutroom.Server.Access;

/// <summary><c>admin policies test</c>: what the gate would say, and which statement would decide.</summary>
internal static class PolicyTestCommand
{
    public static Command Create()
    {
        var user = new Option<string>("--user") { Description = "Name of the user.", Required = true };
        var action = new Option<string>("--action") { Description = "An action of this server.", Required = true };
        var resource = new Option<string?>("--resource")
        {
            Description = "A URN, or the id of an asset; none by default.",
        };
        var project = new Option<string?>("--project") { Description = "Name or id; the account's first by default." };
        var context = new Option<string[]>("--context")
        {
            Description = "A condition key and its value, key=value; may be repeated.",
            DefaultValueFactory = _ => [],
        };
        return new PolicyVerb("test", "Says whether a user may do something, and which statement decides.")
            .With(user, action, resource, project, context)
            .Does(
                async (given, policies, cancellation) =>
                {
                    var permission =
                        Permissions.All.FirstOrDefault(one => one.Action == given.GetRequiredValue(action))
                        ?? throw new FormatException(
                            $"{given.GetValue(action)} is no action of this server: see admin policies actions."
                        );
                    var facts = given.GetRequiredValue(context).Select(FactOf).ToList();
                    var (principal, place) = await policies.ReadAsync(
                        (session, account) =>
                            LoadAsync(session, account, given.GetRequiredValue(user), given.GetValue(project)),
                        cancellation
                    );
                    return AnswerOf(permission, Decide(principal, place, permission, given.GetValue(resource), facts));
                }
            );
    }

    private static (string Key, string Value) FactOf(string text) =>
        text.Split('=', 2) is [{ Length: > 0 } key, var value]
            ? (key, value)
            : throw new FormatException($"'{text}' is not of the form key=value.");

    private static async Task<(Principal, Project)> LoadAsync(
        DbSession session,
        AccountId account,
        string userName,
        string? projectName
    )
    {
        var user =
            await UserStore.FindByNameAsync(session, account, userName)
            ?? throw new InvalidOperationException($"There is no user {userName}.");
        var principal =
            await Principal.FindAsync(session, user.Id)
            ?? throw new InvalidOperationException($"There is no user {userName}.");
        if (projectName is not null)
            return (principal, await GrantScope.FindProjectAsync(session, account, projectName));
        var projects = await ProjectStore.ListAsync(session, account);
        return projects is [var first, ..]
            ? (principal, first)
            : throw new InvalidOperationException("The account has no project.");
    }

    private static AccessDecision Decide(
        Principal principal,
        Project project,
        Permission permission,
        string? resource,
        List<(string Key, string Value)> given
    )
    {
        // Calls of other services than VOD name no project.
        var place = permission.Service == "vod" ? project : null;
        var labels = given.Where(fact => IsLabel(fact.Key)).Select(fact => fact.Value).ToList();
        var touched = resource switch
        {
            null => PermissionCheck.Whole(principal, place, permission).Urn,
            _ when resource.Contains(':', StringComparison.Ordinal) => resource,
            _ => CallFacts.ResourceUrn(principal, place, permission, resource),
        };
        var facts = new AccessFacts(() =>
            CallFacts
                .Of(principal, place, permission, IPAddress.Loopback, TimeProvider.System.GetUtcNow())
                .Where(fact => !given.Any(one => one.Key.Equals(fact.Key, StringComparison.OrdinalIgnoreCase)))
                .Concat(given)
        );
        return principal
            .PoliciesIn(place?.Id ?? new ProjectId(""))
            .Decide(new(permission.Action, [new(touched, labels)], facts));
    }

    private static bool IsLabel(string key) => key.Equals(AccessFacts.AssetLabel, StringComparison.OrdinalIgnoreCase);

    private static PolicyAnswer AnswerOf(Permission permission, AccessDecision decision)
    {
        var verdict = decision.IsAllowed ? "allow" : "deny";
        var json = new JsonObject
        {
            ["decision"] = verdict,
            ["action"] = permission.Action,
            ["resource"] = decision.Resource.Urn,
        };
        if (decision.Rule is not { } rule)
            return new(
                $"{verdict}{Environment.NewLine}no statement allows {permission.Action} on {decision.Resource.Urn}",
                json
            );
        json["policy"] = rule.Policy.Name;
        json["model"] = rule.Policy.Model.ToString().ToLowerInvariant();
        json["statement"] = rule.Statement.Number;
        json["effect"] = rule.Statement.Effect.ToString();
        return new(
            $"{verdict}{Environment.NewLine}Statement[{rule.Statement.Number}] ({rule.Statement.Effect}) of {rule.Policy.Name} decided on {decision.Resource.Urn}",
            json
        );
    }
}
