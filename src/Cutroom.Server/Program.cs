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
    // The host listens for the signals itself and lets running work end.
    .InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
