using System.Reflection;
using Cutroom.Testing;
using Xunit;

namespace Cutroom.Compat.Tests;

/// <summary>The page of evidence lists the marks of these specs; <c>CUTROOM_REWRITE=1</c> writes it anew.</summary>
public sealed class MadePageSpecs
{
    [Fact]
    public void The_page_of_evidence_lists_every_mark_of_evidence() =>
        Assert.True(
            new MadePart("docs/evidence.md", "specs with the vendor's clients").IsFresh(
                EvidenceTable.Of(Assembly.GetExecutingAssembly())
            ),
            "The page is stale: CUTROOM_REWRITE=1 ./cutroom test MadePage"
        );
}
