using System.Text.Json.Serialization;
using Cutroom.Wire.Assets;
using Cutroom.Wire.EditingTasks;
using Cutroom.Wire.Events;
using Cutroom.Wire.Identity;

namespace Cutroom.Wire;

/// <summary>
/// Source-generated JSON of everything that travels: add a line per root type. Names are written on the properties, members
/// that are null are left out, duplicate members and more than 32 levels are refused.
/// </summary>
[JsonSourceGenerationOptions(
    Converters = [typeof(WireText)],
    AllowDuplicateProperties = false,
    MaxDepth = 32,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.Strict
)]
[JsonSerializable(typeof(CreateAssetRequest))]
[JsonSerializable(typeof(CreateAssetResponse))]
[JsonSerializable(typeof(ConfirmUploadRequest))]
[JsonSerializable(typeof(ConfirmUploadResponse))]
[JsonSerializable(typeof(AssetDetails))]
[JsonSerializable(typeof(AssetInfoList))]
[JsonSerializable(typeof(AssetSummaryList))]
[JsonSerializable(typeof(DeleteAssetsResponse))]
[JsonSerializable(typeof(UpdateAssetInfoRequest))]
[JsonSerializable(typeof(PublishAssetsRequest))]
[JsonSerializable(typeof(PublishAssetsResponse))]
[JsonSerializable(typeof(DuplicationAnswer))]
[JsonSerializable(typeof(CreateCategoryRequest))]
[JsonSerializable(typeof(RenameCategoryRequest))]
[JsonSerializable(typeof(CategoryAnswer))]
[JsonSerializable(typeof(CategoryTree[]))]
[JsonSerializable(typeof(CategoryWithChildren[]))]
[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(VodErrorBody))]
[JsonSerializable(typeof(GatewayErrorBody))]
[JsonSerializable(typeof(TokenErrorBody))]
[JsonSerializable(typeof(BootstrapIdentity))]
[JsonSerializable(typeof(CreateEditingTaskRequest))]
[JsonSerializable(typeof(CreateEditingTaskResponse))]
[JsonSerializable(typeof(ListEditingTasksResponse))]
[JsonSerializable(typeof(EditingTaskInfo))]
[JsonSerializable(typeof(EditEvent))]
[JsonSerializable(typeof(CreateWebhookRequest))]
[JsonSerializable(typeof(Webhook))]
[JsonSerializable(typeof(WebhookList))]
[JsonSerializable(typeof(DeliveryList))]
[JsonSerializable(typeof(ReplayRequest))]
[JsonSerializable(typeof(ReplayResponse))]
[JsonSerializable(typeof(EditingTaskIds))]
[JsonSerializable(typeof(EditingTaskResults))]
[JsonSerializable(typeof(TokenRequest))]
[JsonSerializable(typeof(TokenAnswer))]
[JsonSerializable(typeof(ProjectList))]
[JsonSerializable(typeof(DomainList))]
[JsonSerializable(typeof(CreateProjectRequest))]
[JsonSerializable(typeof(ProjectAnswer))]
[JsonSerializable(typeof(RegionList))]
[JsonSerializable(typeof(RegionAnswer))]
[JsonSerializable(typeof(CallerIdentity))]
[JsonSerializable(typeof(UserList))]
[JsonSerializable(typeof(UserAnswer))]
[JsonSerializable(typeof(AccessKeyRequest))]
[JsonSerializable(typeof(AccessKeyAnswer))]
[JsonSerializable(typeof(AccessKeyList))]
[JsonSerializable(typeof(TemporaryKeyRequest))]
[JsonSerializable(typeof(TemporaryKeyAnswer))]
public sealed partial class WireJson : JsonSerializerContext;
