using System.Runtime.InteropServices;

namespace Cutroom.Rendering.Execution;

/// <summary>The process group a child leads; signals reach everything the child started.</summary>
internal readonly partial record struct ProcessGroup(int LeaderId)
{
    private const int SigKill = 9;
    private const int SigTerm = 15;

    /// <summary>Asks to end. A group that is gone already is no error.</summary>
    public void Terminate() => _ = Kill(-LeaderId, SigTerm);

    public void Kill() => _ = Kill(-LeaderId, SigKill);

    // The result is not looked at: the only expected error is that nobody is left to be signalled.
    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
