using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using Amazon.S3;
using Cutroom.Server.Hosting;

namespace Cutroom.Testing;

/// <summary>
/// A real S3 server of our own in a <see cref="GuardedFolder"/>: Ceph's gateway over one storage daemon in memory, with signatures
/// checked. Starts in about 20 s.
/// </summary>
internal sealed class PrivateS3 : IAsyncDisposable
{
    /// <summary>Arguments: port of the gateway, port of the monitor.</summary>
    private const string Script = """
        port=$1 monitor=$2
        stop() {
            for pid in $(cat "$1/pids"); do
                # A number may belong to somebody else by now.
                if grep -q "$1/" "/proc/$pid/cmdline"; then kill -9 "$pid"; fi
            done
        }
        run() {
            local log=$folder/$1.out
            shift
            "$@" -c "$folder/ceph.conf" >"$log" 2>&1 9>&- </dev/null &
            echo $! >>"$folder/pids"
        }
        give() { ceph-authtool "$folder/keyring" --gen-key -n "$@" >/dev/null; }
        gateway() {
            run gateway radosgw -f -n client.gateway --rgw-frontends "beast endpoint=127.0.0.1:$port"
            gateway=$!
            until (: <>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
                kill -0 "$gateway" || { cat "$folder"/*.out >&2; exit 1; }
                sleep 0.1
            done
        }
        crash() { kill -9 "$gateway"; wait "$gateway" 2>/dev/null || true; gateway; }
        start() {
            local id
            id=$(cat /proc/sys/kernel/random/uuid)
            mkdir "$folder/mon" "$folder/osd" "$folder/mgr" "$folder/rgw"
            : >"$folder/pids"
            cat >"$folder/ceph.conf" <<CONF
        [global]
        fsid = $id
        mon host = [v2:127.0.0.1:$monitor/0]
        public addr = 127.0.0.1
        cluster addr = 127.0.0.1
        ms bind msgr1 = false
        auth cluster required = cephx
        auth service required = cephx
        auth client required = cephx
        osd pool default size = 1
        osd pool default min size = 1
        osd pool default pg num = 4
        osd pool default pgp num = 4
        osd pool default pg autoscale mode = off
        osd crush chooseleaf type = 0
        mon allow pool size one = true
        osd objectstore = memstore
        memstore device bytes = 2147483648
        run dir = $folder
        log file = $folder/\$name.log
        admin socket = $folder/\$name.\$pid.asok
        pid file = $folder/\$name.pid
        keyring = $folder/keyring
        mon data = $folder/mon
        osd data = $folder/osd
        mgr data = $folder/mgr
        rgw data = $folder/rgw
        rgw run sync thread = false
        rgw thread pool size = 32
        CONF
            export CEPH_CONF=$folder/ceph.conf
            ceph-authtool -C "$folder/keyring" --gen-key -n mon. --cap mon 'allow *' >/dev/null
            give client.admin --cap mon 'allow *' --cap osd 'allow *' --cap mgr 'allow *'
            give mgr.x --cap mon 'allow profile mgr' --cap osd 'allow *'
            give osd.0 --cap mon 'allow profile osd' --cap osd 'allow *' --cap mgr 'allow profile osd'
            give client.gateway --cap mon 'allow rwx' --cap osd 'allow rwx'
            monmaptool --create --fsid "$id" --addv a "[v2:127.0.0.1:$monitor]" "$folder/monmap" >/dev/null
            ceph-mon --mkfs -i a --monmap "$folder/monmap" --keyring "$folder/keyring" >&2 9>&-
            run mon ceph-mon -f -i a
            ceph-osd -i 0 --mkfs --osd-uuid "$id" >"$folder/osd.out" 2>&1 9>&- || { cat "$folder/osd.out" >&2; exit 1; }
            ceph osd new "$id" 0 >/dev/null 9>&-
            run mgr ceph-mgr -f -i x
            run osd ceph-osd -f -i 0
            gateway
            radosgw-admin -n client.gateway user create --uid cutroom --display-name cutroom \
                --access-key test-key --secret-key test-secret >/dev/null 9>&-
        }
        """;

    private static readonly Lazy<Task<PrivateS3>> OfThisProcess = new(StartAsync);

    private readonly GuardedFolder folder;
    private int named;

    private PrivateS3(GuardedFolder folder, Uri endpoint)
    {
        this.folder = folder;
        Endpoint = endpoint;
    }

    public static S3Keys Keys => new("test-key", "test-secret", null);

    public Uri Endpoint { get; }

    /// <summary>One server for every spec of the process; each takes a bucket of its own.</summary>
    public static Task<PrivateS3> SharedAsync() => OfThisProcess.Value;

    public static async Task<PrivateS3> StartAsync()
    {
        var (port, monitor) = (FreePort(), FreePort());
        var folder = await GuardedFolder.StartAsync(
            "s3",
            GuardedFolder.Parent(),
            Script,
            [$"{port}", $"{monitor}"],
            asOther: []
        );
        return new(folder, new Uri($"http://127.0.0.1:{port}"));
    }

    /// <returns>A new bucket, as a value of <c>CUTROOM_MEDIA</c>.</returns>
    public async Task<string> CreateBucketAsync()
    {
        var bucket = $"spec-{Interlocked.Increment(ref named)}";
        using var client = new AmazonS3Client(
            Keys.Id,
            Keys.Secret,
            new AmazonS3Config
            {
                ServiceURL = Endpoint.ToString(),
                ForcePathStyle = true,
                RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            }
        );
        await client.PutBucketAsync(bucket);
        return $"s3://{bucket}?endpoint={Endpoint.OriginalString}";
    }

    /// <summary>Kills the gateway as kill -9 does, and starts it again on what it holds.</summary>
    public Task CrashAsync() => folder.DoAsync("crash");

    public ValueTask DisposeAsync() => folder.DisposeAsync();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
