using System.CommandLine;
using Cutroom.Cli;
using Cutroom.Cli.Client;
using Cutroom.Cli.Demo;
using Cutroom.Cli.Rendering;

// The index: each verb stands in a file of its own.
return await new RootCommand("Cutroom, a self-hosted video editing service: the client and the offline renderer.")
{
    DemoCommand.Create(),
    RenderCommand.Create(),
    EditCommand.Create(),
    TasksCommand.Create(),
    AssetsCommand.Create(),
    SignCommand.Create(),
    CompletionCommand.Create(),
}
    .Parse(args)
    .InvokeAsync();
