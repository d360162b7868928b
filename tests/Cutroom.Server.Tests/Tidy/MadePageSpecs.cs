using System.Globalization;
using System.Reflection;
using Cutroom.Testing;
using Cutroom.Wire;
using Xunit;

namespace Cutroom.Server.Tests.Tidy;

/// <summary>
/// Pages that are made from the code are what the code says now. <c>CUTROOM_REWRITE=1</c> in the environment writes them anew:
/// <c>CUTROOM_REWRITE=1 ./cutroom test MadePage</c>.
/// </summary>
public sealed class MadePageSpecs
{
    private static readonly MadePart Evidence = new("docs/evidence.md", "specs of the server");
    private static readonly MadePart Errors = new("docs/errors.md", "the error table");

    private const string Stale = "The page is stale: CUTROOM_REWRITE=1 ./cutroom test MadePage";

    [Fact]
    public void The_page_of_evidence_lists_every_mark_of_evidence() =>
        Assert.True(Evidence.IsFresh(EvidenceTable.Of(Assembly.GetExecutingAssembly())), Stale);

    [Fact]
    public void The_page_of_errors_is_the_table_of_the_wire() => Assert.True(Errors.IsFresh(ErrorTable(All())), Stale);

    [Fact]
    public void An_error_that_the_page_does_not_list_is_noticed()
    {
        var page = File.ReadAllText(Path.Combine(ProjectFiles.Root, "docs/errors.md"));
        var more = All().Append(new WireError("VOD.99999", 400, "New."));

        Assert.NotEqual(page, Errors.In(page, ErrorTable(more)));
    }

    [Fact]
    public void A_page_without_a_place_is_refused() =>
        Assert.Throws<InvalidOperationException>(() => Errors.In("# Errors\n", ErrorTable(All())));

    private static IEnumerable<WireError> All() =>
        typeof(WireError)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => field.GetValue(null))
            .OfType<WireError>();

    private static string ErrorTable(IEnumerable<WireError> errors) =>
        string.Concat(
            errors
                .OrderBy(error => error.Code, StringComparer.Ordinal)
                .ThenBy(error => error.Status)
                .ThenBy(error => error.Text, StringComparer.Ordinal)
                .Select(error =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"| `{error.Code}` | {(error.KeepsStatus ? $"{error.Status}" : $"the call's own, else {error.Status}")} | {error.Text} |\n"
                    )
                )
                .Prepend("| code | status | text |\n|---|---|---|\n")
        );
}
