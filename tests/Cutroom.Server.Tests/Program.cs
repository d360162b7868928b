using Cutroom.Server.Tests.Races;
using Xunit.Runner.InProc.SystemConsole;

// The suite, or one of the processes that its races need.
if (args is [RaceProcess.Argument, var order])
{
    await RaceProcess.TakePartAsync(order);
    return 0;
}

return await ConsoleRunner.Run(args);
