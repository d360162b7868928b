using System.CommandLine;

namespace Cutroom.Cli;

/// <summary><c>completion</c>: what a shell reads to complete the verbs and options. Each asks <c>cutroom complete</c> for the words.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        _cutroom() {
            local line=${COMP_LINE:0:$COMP_POINT} IFS=$'\n'
            COMPREPLY=($("${COMP_WORDS[0]/#\~/$HOME}" complete "${line#* }" 2>/dev/null))
        }
        complete -o default -F _cutroom cutroom ./cutroom
        """;

    private const string Zsh = """
        _cutroom() {
            local line="${BUFFER[1,CURSOR]}"
            local -a found=("${(@f)$(${words[1]} complete "${line#* }" 2>/dev/null)}")
            compadd -- ${found:#} || _files
        }
        compdef _cutroom cutroom
        """;

    private const string Fish = """
        complete -c cutroom -a '(cutroom complete (string replace -r "^\S+ " "" -- (commandline -cp)) 2>/dev/null)'
        """;

    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or fish." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new Command("completion", "Prints a shell's completion: source <(./cutroom completion bash).")
        {
            shell,
        };
        command.SetAction(given =>
            Console.WriteLine(
                given.GetValue(shell) switch
                {
                    "bash" => Bash,
                    "zsh" => Zsh,
                    _ => Fish,
                }
            )
        );
        return command;
    }
}
