// Sends calls with the vendor's SDK core. Reads one JSON object from standard input:
//   { endpoint, ak, sk, projectId?, region?, derivedService?, calls: [{ method, url, query?, body? }] }
// With projectId the SDK is told the project; with region alone it looks the project up itself.
// Writes a line "= {…}" per call: { status, body } or { status, errorCode, errorMessage, requestId }; the SDK logs between them.
const { BasicCredentials } = require("@huaweicloud/huaweicloud-sdk-core");
const { ClientBuilder } = require("@huaweicloud/huaweicloud-sdk-core/ClientBuilder");
const { Region } = require("@huaweicloud/huaweicloud-sdk-core/region/region");

async function main(input) {
  const credential = new BasicCredentials().withAk(input.ak).withSk(input.sk).withIamEndpoint(input.endpoint);
  if (input.projectId) credential.withProjectId(input.projectId);
  const builder = new ClientBuilder((client) => client).withCredential(credential);
  if (input.region) builder.withRegion(new Region(input.region, input.endpoint));
  else builder.withEndpoint(input.endpoint);
  if (input.derivedService) {
    credential.derivedPredicate = () => true;
    builder.withDerivedAuthServiceName(input.derivedService);
  }
  const client = builder.build();
  for (const call of input.calls) console.log("= " + JSON.stringify(await send(client, call)));
}

async function send(client, call) {
  try {
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
