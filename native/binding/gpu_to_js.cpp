// Field by field, and the one request that comes in.
#include "binding/gpu_to_js.h"

#include <string>

#include "binding/js_field.h"
#include "core/io_error.h"

namespace ioproof {
namespace {

double number(uint64_t value) { return static_cast<double>(value); }

template <typename Item>
Napi::Array arrayToJs(Napi::Env env, const std::vector<Item>& items, Napi::Value (*convert)(Napi::Env, const Item&)) {
    auto array = Napi::Array::New(env, items.size());
    for (uint32_t index = 0; index < items.size(); ++index) array.Set(index, convert(env, items[index]));
    return array;
}

Napi::Array textsToJs(Napi::Env env, const std::vector<std::string>& texts) {
    return arrayToJs<std::string>(
        env, texts, [](Napi::Env e, const std::string& text) -> Napi::Value { return Napi::String::New(e, text); });
}

Napi::Value deviceToJs(Napi::Env env, const GpuDeviceFacts& device) {
    auto object = Napi::Object::New(env);
    object.Set("ordinal", device.ordinal);
    object.Set("name", device.name);
    object.Set("uuid", device.uuid);
    object.Set("pciBusId", device.pciBusId);
    object.Set("numaNode", device.numaNode);
    object.Set("computeCapability", device.computeCapability);
    object.Set("memoryBytes", number(device.memoryBytes));
    object.Set("gpuDirectRdma", device.gpuDirectRdma);
    object.Set("dmaBuf", device.dmaBuf);
    return object;
}

struct StatsField {
    const char* name;
    uint64_t CufileStats::* value;
};
constexpr StatsField statsFields[] = {
    {"reads", &CufileStats::reads},
    {"p2pReads", &CufileStats::p2pReads},
    {"nvfsReads", &CufileStats::nvfsReads},
    {"posixReads", &CufileStats::posixReads},
    {"unalignedReads", &CufileStats::unalignedReads},
    {"routedReads", &CufileStats::routedReads},
    {"sparseRegions", &CufileStats::sparseRegions},
    {"inlineRegions", &CufileStats::inlineRegions},
    {"readErrors", &CufileStats::readErrors},
    {"readBytes", &CufileStats::readBytes},
    {"writes", &CufileStats::writes},
    {"p2pWrites", &CufileStats::p2pWrites},
    {"nvfsWrites", &CufileStats::nvfsWrites},
    {"posixWrites", &CufileStats::posixWrites},
    {"unalignedWrites", &CufileStats::unalignedWrites},
    {"routedWrites", &CufileStats::routedWrites},
    {"writeErrors", &CufileStats::writeErrors},
    {"writeBytes", &CufileStats::writeBytes},
    {"batchEnqueued", &CufileStats::batchEnqueued},
    {"batchPosixEnqueued", &CufileStats::batchPosixEnqueued},
    {"batchNvfs", &CufileStats::batchNvfs},
    {"batchP2p", &CufileStats::batchP2p},
    {"batchAio", &CufileStats::batchAio},
    {"batchUring", &CufileStats::batchUring},
    {"batchMixed", &CufileStats::batchMixed},
    {"batchReadBytes", &CufileStats::batchReadBytes},
    {"batchWriteBytes", &CufileStats::batchWriteBytes},
};

Napi::Value statsToJs(Napi::Env env, const std::optional<CufileStats>& stats) {
    if (!stats) return env.Null();
    auto object = Napi::Object::New(env);
    for (const auto& field : statsFields) object.Set(field.name, number(*stats.*field.value));
    return object;
}

Napi::Value cufileToJs(Napi::Env env, const std::optional<CufileFacts>& facts) {
    if (!facts) return env.Null();
    auto object = Napi::Object::New(env);
    object.Set("library", facts->library);
    object.Set("version", facts->version);
    object.Set("strict", facts->strict);
    object.Set("capabilities", textsToJs(env, facts->capabilities));
    object.Set("nvfsVersion", facts->nvfsVersion);
    object.Set("statusFlags", textsToJs(env, facts->statusFlags));
    object.Set("controlFlags", textsToJs(env, facts->controlFlags));
    object.Set("featureFlags", textsToJs(env, facts->featureFlags));
    object.Set("maxDirectIoBytes", number(facts->maxDirectIoBytes));
    object.Set("maxBatch", number(facts->maxBatch));
    object.Set("before", statsToJs(env, facts->before));
    object.Set("after", statsToJs(env, facts->after));
    return object;
}

Napi::Object registrationToJs(Napi::Env env, const RegistrationTimes& times) {
    auto object = Napi::Object::New(env);
    object.Set("count", number(times.count));
    object.Set("bytes", number(times.bytes));
    object.Set("totalNs", number(times.totalNs));
    object.Set("longestNs", number(times.longestNs));
    return object;
}

Napi::Value sampleToJs(Napi::Env env, const GpuSample& sample) {
    auto object = Napi::Object::New(env);
    object.Set("path", sample.path);
    object.Set("direction", sample.isWrite ? "write" : "read");
    object.Set("blocks", number(sample.blocks));
    object.Set("bytes", number(sample.bytes));
    object.Set("mismatches", number(sample.mismatches));
    object.Set("firstMismatch", env.Null());
    if (sample.firstMismatch) object.Set("firstMismatch", number(*sample.firstMismatch));
    object.Set("error", sample.error == 0 ? "" : errnoName(sample.error));
    object.Set("before", statsToJs(env, sample.before));
    object.Set("after", statsToJs(env, sample.after));
    return object;
}

Napi::Object stageToJs(Napi::Env env, const GpuProbeStage& stage) {
    auto object = Napi::Object::New(env);
    object.Set("ok", stage.ok);
    object.Set("code", stage.code);
    object.Set("reason", stage.reason);
    return object;
}

Napi::Value transferToJs(Napi::Env env, const GpuProbeTransfer& transfer) {
    auto object = Napi::Object::New(env);
    object.Set("direction", transfer.isWrite ? "write" : "read");
    object.Set("bytes", number(transfer.bytes));
    object.Set("stage", stageToJs(env, transfer.stage));
    object.Set("sameBytes", transfer.sameBytes);
    object.Set("before", statsToJs(env, transfer.before));
    object.Set("after", statsToJs(env, transfer.after));
    return object;
}

}  // namespace

Napi::Object toJs(Napi::Env env, const GpuResult& gpu) {
    auto object = Napi::Object::New(env);
    object.Set("cudaLibrary", gpu.cudaLibrary);
    object.Set("cudaVersion", gpu.cudaVersion);
    object.Set("devices", arrayToJs(env, gpu.devices, deviceToJs));
    object.Set("cufile", cufileToJs(env, gpu.cufile));
    auto transfers = Napi::Object::New(env);
    transfers.Set("reads", number(gpu.counters.reads));
    transfers.Set("writes", number(gpu.counters.writes));
    transfers.Set("readBytes", number(gpu.counters.readBytes));
    transfers.Set("writeBytes", number(gpu.counters.writeBytes));
    object.Set("transfers", transfers);
    auto registration = Napi::Object::New(env);
    registration.Set("handles", registrationToJs(env, gpu.counters.handles));
    registration.Set("buffers", registrationToJs(env, gpu.counters.buffers));
    registration.Set("pinned", registrationToJs(env, gpu.counters.pinned));
    object.Set("registration", registration);
    object.Set("samples", arrayToJs(env, gpu.samples, sampleToJs));
    object.Set("noSamples", gpu.noSamples);
    return object;
}

Napi::Object toJs(Napi::Env env, const GpuProbe& probe) {
    auto object = Napi::Object::New(env);
    object.Set("cuda", stageToJs(env, probe.cuda));
    object.Set("cudaLibrary", probe.cudaLibrary);
    object.Set("cudaVersion", probe.cudaVersion);
    object.Set("devices", arrayToJs(env, probe.devices, deviceToJs));
    object.Set("cufile", stageToJs(env, probe.cufile));
    object.Set("driverOpen", stageToJs(env, probe.driverOpen));
    object.Set("facts", cufileToJs(env, probe.facts));
    object.Set("handleRegister", stageToJs(env, probe.handleRegister));
    object.Set("transfers", arrayToJs(env, probe.transfers, transferToJs));
    return object;
}

GpuProbeRequest probeRequestFromJs(const Napi::Object& object) {
    const auto field = [&object](const char* name) { return JsField("probeGpu", name, object.Get(name)); };
    GpuProbeRequest request{.cudaLibrary = field("cudaLibrary").text(),
                            .cufileLibrary = field("cufileLibrary").text(),
                            .compat = static_cast<CufileCompat>(field("compat").choice(cufileCompatNames)),
                            .directory = field("directory").text(),
                            .sizes = {}};
    for (const auto& size : field("sizes").list()) request.sizes.push_back(size.size());
    return request;
}

}  // namespace ioproof
