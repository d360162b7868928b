using System.CommandLine;
using Cutroom.Server.Hosting;

var serve = new Command("serve", "Runs the service in the foreground.");
var listen = new Option<string?>("--listen") { Description = "Address, http://127.0.0.1:8080 by default." };
var data = new Option<string?>("--data") { Description = "Folder for everything that has no place of its own." };
var role = new Option<string?>("--role") { Description = "all, api or worker." };
var database = new Option<string?>("--database") { Description = "sqlite:PATH or postgres://…" };
var media = new Option<string?>("--media") { Description = "disk:DIR" };
foreach (var option in new[] { listen, data, role, database, media })
    serve.Add(option);
serve.SetAction(
    async (given, cancellation) =>
    {
        var options = ServerOptions.Read(
            new GivenOptions(
                given.GetValue(listen),
                given.GetValue(data),
                given.GetValue(role),
                given.GetValue(database),
                given.GetValue(media)
            ),
            Environment.GetEnvironmentVariable
        );
        await ServerHost.PrepareAsync(options, cancellation);
        await using var app = ServerHost.Build(options, TimeProvider.System);
        await app.RunAsync(cancellation);
    }
);

return await new RootCommand("Cutroom, a self-hosted video editing service.") { serve }
    .Parse(args)
    .InvokeAsync();
