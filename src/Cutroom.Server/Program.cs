using System.CommandLine;
using Cutroom.Server;
using Cutroom.Server.Identity;

// The index: each verb stands in its feature.
return await new RootCommand("Cutroom, a self-hosted video editing service.")
{
    ServeCommand.Create(),
    AdminCommand.Create(),
}
    .Parse(args)
    .InvokeAsync();
