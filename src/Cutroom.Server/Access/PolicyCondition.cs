namespace Cutroom.Server.Access;

/// <summary>One line of a condition: an operator, a key and the values it is held against.</summary>
internal sealed record PolicyCondition
{
    private const string IfExistsSuffix = "IfExists";

    private readonly ConditionOperator how;
    private readonly Quantifier quantifier;
    private readonly bool ifExists;
    private readonly Func<string, bool>[] tests;

    private PolicyCondition(
        string key,
        ConditionOperator how,
        Quantifier quantifier,
        bool ifExists,
        Func<string, bool>[] tests
    )
    {
        Key = key;
        this.how = how;
        this.quantifier = quantifier;
        this.ifExists = ifExists;
        this.tests = tests;
    }

    private enum Quantifier
    {
        None,
        All,
        Any,
    }

    /// <summary>Compared without regard to case.</summary>
    public string Key { get; }

    /// <param name="operatorName">With its prefix and suffix.</param>
    /// <exception cref="FormatException">The operator is unknown, or a value is not of its kind.</exception>
    public static PolicyCondition Of(string operatorName, string key, IReadOnlyList<string> values)
    {
        var (name, quantifier) = operatorName.Split(':', 2) switch
        {
            ["ForAllValues", var rest] => (rest, Quantifier.All),
            ["ForAnyValue", var rest] => (rest, Quantifier.Any),
            _ => (operatorName, Quantifier.None),
        };
        var ifExists = name.EndsWith(IfExistsSuffix, StringComparison.Ordinal);
        if (ifExists)
            name = name[..^IfExistsSuffix.Length];
        if (!ConditionOperator.All.TryGetValue(name, out var how))
            throw new FormatException($"the operator '{operatorName}' is not known");
        if (how.IsNull && (ifExists || quantifier != Quantifier.None))
            throw new FormatException("Null takes neither prefix nor suffix");
        var tests = values.Select(value =>
            how.Compile(value) ?? throw new FormatException($"'{value}' is not {how.ValueKind}")
        );
        return new(key, how, quantifier, ifExists, [.. tests]);
    }

    /// <param name="given">The values of the key; empty where it is absent, which meets no condition but Null and IfExists.</param>
    public bool IsMet(IReadOnlyList<string> given)
    {
        if (how.IsNull)
            return IsGood(given.Count == 0 ? "true" : "false");
        if (given.Count == 0)
            return ifExists;
        var everyOne = quantifier == Quantifier.All || (quantifier == Quantifier.None && how.IsNegated);
        foreach (var value in given)
        {
            if (IsGood(value) != everyOne)
                return !everyOne;
        }

        return everyOne;
    }

    /// <summary>Equal to one of the values; for negated operators, to none of them.</summary>
    private bool IsGood(string given)
    {
        foreach (var test in tests)
        {
            if (test(given))
                return !how.IsNegated;
        }

        return how.IsNegated;
    }
}
