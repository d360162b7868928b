// Sends calls with the vendor's SDK. Reads one JSON object from standard input:
//   { endpoint, ak, sk, securityToken?, projectId?, region?, derivedService?,
//     calls: [{ method, url, query?, body? } or { operation, request }] }
// With projectId the SDK is told the project; with region alone it looks the project up itself. An operation is one of the typed
// identity client, which looks up the account.
// Writes a line "= {…}" per call: { status, body } or { status, errorCode, errorMessage, requestId }; the SDK logs between them.
const { BasicCredentials, GlobalCredentials } = require("@huaweicloud/huaweicloud-sdk-core");
const { ClientBuilder } = require("@huaweicloud/huaweicloud-sdk-core/ClientBuilder");
// The package's own index cannot be loaded: its newest version names a file that is not there.
const { IamClient } = require("@huaweicloud/huaweicloud-sdk-iam/v3/public-api");
const { Region } = require("@huaweicloud/huaweicloud-sdk-core/region/region");

async function main(input) {
  const credential = new BasicCredentials().withAk(input.ak).withSk(input.sk).withIamEndpoint(input.endpoint);
  if (input.projectId) credential.withProjectId(input.projectId);
  if (input.securityToken) credential.withSecurityToken(input.securityToken);
  const builder = new ClientBuilder((client) => client).withCredential(credential);
  if (input.region) builder.withRegion(new Region(input.region, input.endpoint));
  else builder.withEndpoint(input.endpoint);
  if (input.derivedService) {
    credential.derivedPredicate = () => true;
    builder.withDerivedAuthServiceName(input.derivedService);
  }
  const client = builder.build();
  for (const call of input.calls)
    console.log("= " + JSON.stringify(await told(call.operation ? () => typed(input, call) : () => send(client, call))));
}

async function typed(input, call) {
  const credential = new GlobalCredentials().withAk(input.ak).withSk(input.sk).withIamEndpoint(input.endpoint);
  const client = IamClient.newBuilder().withCredential(credential).withRegion(new Region(input.region, input.endpoint)).build();
  const { httpStatusCode, ...body } = await client[call.operation](call.request ?? {});
  return { status: httpStatusCode, body };
}

async function send(client, call) {
  const { httpStatusCode, ...body } = await client.sendRequest({
    method: call.method,
    url: call.url,
    contentType: "application/json",
    queryParams: call.query ?? {},
    pathParams: {},
    headers: {},
    data: call.body ?? {},
  });
  return { status: httpStatusCode, body };
}

async function told(work) {
  try {
    return await work();
  } catch (error) {
    return {
      status: error.httpStatusCode,
      errorCode: error.errorCode,
      errorMessage: error.errorMsg ?? error.message,
      requestId: error.requestId,
    };
  }
}

let text = "";
process.stdin.on("data", (chunk) => (text += chunk));
process.stdin.on("end", () => main(JSON.parse(text)).catch((error) => {
  console.error(error);
  process.exit(1);
}));
