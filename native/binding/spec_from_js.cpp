// One line a field: its name and how it is read.
#include "binding/spec_from_js.h"

#include <algorithm>
#include <string_view>

#include "binding/checkpoint_from_js.h"
#include "binding/js_field.h"
#include "binding/kv_cache_from_js.h"
#include "binding/training_from_js.h"

namespace ioproof {
namespace {

using Field = JsField;

constexpr std::string_view jobKinds[] = {"block", "files", "training", "checkpoint", "kv-cache"};
constexpr std::string_view accesses[] = {"sequential",  "random", "permutation", "backward", "strided",
                                         "interleaved", "zipf",   "pareto",      "normal",   "zoned"};
constexpr std::string_view sizeForms[] = {"fixed", "uniform", "lognormal", "histogram"};
constexpr std::string_view sharings[] = {"shared", "perWorker"};
constexpr std::string_view serviceOrders[] = {"sequential", "roundrobin", "random"};
constexpr std::string_view arrivals[] = {"closed", "fixed", "poisson"};
constexpr std::string_view syncModes[] = {"none", "sync", "dsync"};
constexpr std::string_view verifyModes[] = {"none", "after", "during"};
constexpr std::string_view reservations[] = {"none", "native", "keep", "truncate"};
constexpr std::string_view fsyncs[] = {"none", "end"};
constexpr std::string_view placements[] = {"leaves", "everyDirectory"};
constexpr std::string_view packings[] = {"none", "tar", "tfrecord"};
constexpr std::string_view itemKinds[] = {"files", "directories"};
constexpr std::string_view visits[] = {"once", "everyWorker"};
constexpr std::string_view coldPasses[] = {"none", "files", "system"};
constexpr std::string_view memories[] = {"host", "gpu"};
constexpr std::string_view cufileModes[] = {"sync", "batch", "stream"};
constexpr std::string_view copyModes[] = {"full", "host-only", "copy-only"};

std::vector<OperationKind> readOperations(const Field& field) {
    std::vector<OperationKind> operations;
    for (const Field& item : field.list())
        operations.push_back(static_cast<OperationKind>(item.choice(operationNames)));
    return operations;
}

void readMix(const Field& field, JobSpec& spec) {
    for (const Field& item : field.list())
        spec.mix.push_back(
            {.percent = item.at("percent").small(), .operations = readOperations(item.at("operations"))});
}

void readResumeAt(const Field& field, JobSpec& spec) {
    for (const Field& item : field.list()) spec.resumeAt.push_back(item.size());
}

void readCpus(const Field& field, JobSpec& spec) {
    for (const Field& item : field.list()) spec.cpus.push_back(item.small());
}

void readGpus(const Field& field, JobSpec& spec) {
    for (const Field& item : field.list()) spec.gpus.push_back(item.small());
}

void readZones(const Field& field, JobSpec& spec) {
    for (const Field& item : field.list())
        spec.zones.push_back({.operations = item.at("operations").size(), .space = item.at("space").size()});
}

SizeSpec readSizes(const Field& field) {
    SizeSpec sizes{
        .from = field.at("from").size(), .to = field.at("to").size(), .unit = field.at("unit").size(), .shares = {}};
    for (const Field& share : field.at("shares").list())
        sizes.shares.push_back({.bytes = share.at("bytes").small(), .weight = share.at("weight").size()});
    return sizes;
}

void readFileSizes(const Field& field, JobSpec& spec) {
    FileSizeSpec& sizes = spec.fileSizes;
    sizes.form = static_cast<SizeForm>(field.at("form").choice(sizeForms));
    sizes.from = field.at("from").size();
    sizes.to = field.at("to").size();
    sizes.median = field.at("median").real();
    sizes.sigma = field.at("sigma").real();
    for (const Field& share : field.at("shares").list())
        sizes.shares.push_back({.bytes = share.at("bytes").size(), .weight = share.at("weight").size()});
}

struct FieldReader {
    const char* name;
    void (*read)(const Field& field, JobSpec& spec);
};

constexpr FieldReader fieldReaders[] = {
    {"kind", [](const Field& f, JobSpec& s) { s.kind = static_cast<JobKind>(f.choice(jobKinds)); }},
    {"engine", [](const Field& f, JobSpec& s) { s.engine = static_cast<EngineKind>(f.choice(engineNames)); }},
    {"direct", [](const Field& f, JobSpec& s) { s.direct = f.boolean(); }},
    {"workers", [](const Field& f, JobSpec& s) { s.workers = f.small(); }},
    {"queueDepth", [](const Field& f, JobSpec& s) { s.queueDepth = f.small(); }},
    {"submitBatch", [](const Field& f, JobSpec& s) { s.submitBatch = f.small(); }},
    {"completeBatch", [](const Field& f, JobSpec& s) { s.completeBatch = f.small(); }},
    {"blockSize", [](const Field& f, JobSpec& s) { s.blockSize = f.size(); }},
    {"root", [](const Field& f, JobSpec& s) { s.root = f.text(); }},
    {"fileCount", [](const Field& f, JobSpec& s) { s.fileCount = f.size(); }},
    {"filesPerDirectory", [](const Field& f, JobSpec& s) { s.filesPerDirectory = f.size(); }},
    {"directoryWidth", [](const Field& f, JobSpec& s) { s.directoryWidth = f.size(); }},
    {"directoryDepth", [](const Field& f, JobSpec& s) { s.directoryDepth = f.small(); }},
    {"filesIn", [](const Field& f, JobSpec& s) { s.filesInEveryDirectory = f.choice(placements) == 1; }},
    {"filePrefix", [](const Field& f, JobSpec& s) { s.filePrefix = f.text(); }},
    {"fileSize", [](const Field& f, JobSpec& s) { s.fileSize = f.size(); }},
    {"fileSizes", readFileSizes},
    {"packing", [](const Field& f, JobSpec& s) { s.packing = static_cast<Packing>(f.choice(packings)); }},
    {"sampleCount", [](const Field& f, JobSpec& s) { s.sampleCount = f.size(); }},
    {"sampleFiles", [](const Field& f, JobSpec& s) { s.sampleFiles = sampleFilesFromJs(f); }},
    {"training", [](const Field& f, JobSpec& s) { s.training = trainingFromJs(f); }},
    {"checkpoint", [](const Field& f, JobSpec& s) { s.checkpoint = checkpointFromJs(f); }},
    {"kvCache", [](const Field& f, JobSpec& s) { s.kvCache = kvCacheFromJs(f); }},
    {"access", [](const Field& f, JobSpec& s) { s.access = static_cast<Access>(f.choice(accesses)); }},
    {"stride", [](const Field& f, JobSpec& s) { s.stride = f.size(); }},
    {"skew", [](const Field& f, JobSpec& s) { s.skew = f.real(); }},
    {"zones", readZones},
    {"readSizes", [](const Field& f, JobSpec& s) { s.readSizes = readSizes(f); }},
    {"writeSizes", [](const Field& f, JobSpec& s) { s.writeSizes = readSizes(f); }},
    {"offset", [](const Field& f, JobSpec& s) { s.offset = f.size(); }},
    {"offsetIncrement", [](const Field& f, JobSpec& s) { s.offsetIncrement = f.size(); }},
    {"fileSharing", [](const Field& f, JobSpec& s) { s.filePerWorker = f.choice(sharings) == 1; }},
    {"serviceOrder",
     [](const Field& f, JobSpec& s) { s.serviceOrder = static_cast<ServiceOrder>(f.choice(serviceOrders)); }},
    {"ioBytes", [](const Field& f, JobSpec& s) { s.ioBytes = f.size(); }},
    {"operationLimit", [](const Field& f, JobSpec& s) { s.operationLimit = f.size(); }},
    {"rateOperations", [](const Field& f, JobSpec& s) { s.rateOperations = f.size(); }},
    {"rateBytes", [](const Field& f, JobSpec& s) { s.rateBytes = f.size(); }},
    {"arrival", [](const Field& f, JobSpec& s) { s.arrival = static_cast<Arrival>(f.choice(arrivals)); }},
    {"thinkNs", [](const Field& f, JobSpec& s) { s.thinkNs = f.size(); }},
    {"thinkEvery", [](const Field& f, JobSpec& s) { s.thinkEvery = f.size(); }},
    {"readPercent", [](const Field& f, JobSpec& s) { s.readPercent = f.small(); }},
    {"operations", [](const Field& f, JobSpec& s) { s.operations = readOperations(f); }},
    {"operationsBefore", [](const Field& f, JobSpec& s) { s.operationsBefore = readOperations(f); }},
    {"mix", readMix},
    {"items", [](const Field& f, JobSpec& s) { s.itemsAreDirectories = f.choice(itemKinds) == 1; }},
    {"visits", [](const Field& f, JobSpec& s) { s.everyWorkerVisits = f.choice(visits) == 1; }},
    {"workerShift", [](const Field& f, JobSpec& s) { s.workerShift = f.small(); }},
    {"itemsPerWorker", [](const Field& f, JobSpec& s) { s.itemsPerWorker = f.size(); }},
    {"seed", [](const Field& f, JobSpec& s) { s.seed = f.size(); }},
    {"rampNs", [](const Field& f, JobSpec& s) { s.rampNs = f.size(); }},
    {"runtimeNs", [](const Field& f, JobSpec& s) { s.runtimeNs = f.size(); }},
    {"passes", [](const Field& f, JobSpec& s) { s.passes = f.size(); }},
    {"stonewallNs", [](const Field& f, JobSpec& s) { s.stonewallNs = f.size(); }},
    {"resumeAt", readResumeAt},
    {"intervalNs", [](const Field& f, JobSpec& s) { s.intervalNs = f.size(); }},
    {"fsync", [](const Field& f, JobSpec& s) { s.fsyncAtEnd = f.choice(fsyncs) == 1; }},
    {"sync", [](const Field& f, JobSpec& s) { s.sync = static_cast<SyncMode>(f.choice(syncModes)); }},
    {"fsyncEvery", [](const Field& f, JobSpec& s) { s.fsyncEvery = f.size(); }},
    {"fsyncDataOnly", [](const Field& f, JobSpec& s) { s.fsyncDataOnly = f.boolean(); }},
    {"refill", [](const Field& f, JobSpec& s) { s.refill = f.boolean(); }},
    {"compressPercent", [](const Field& f, JobSpec& s) { s.compressPercent = f.small(); }},
    {"dedupePercent", [](const Field& f, JobSpec& s) { s.dedupePercent = f.small(); }},
    {"pattern", [](const Field& f, JobSpec& s) { s.pattern = f.hexBytes(); }},
    {"verify", [](const Field& f, JobSpec& s) { s.verify = static_cast<VerifyMode>(f.choice(verifyModes)); }},
    {"stampDataset", [](const Field& f, JobSpec& s) { s.stampDataset = f.size(); }},
    {"stampGeneration", [](const Field& f, JobSpec& s) { s.stampGeneration = f.size(); }},
    {"stampOldest", [](const Field& f, JobSpec& s) { s.stampOldest = f.size(); }},
    {"createFiles", [](const Field& f, JobSpec& s) { s.createFiles = f.boolean(); }},
    {"fallocate", [](const Field& f, JobSpec& s) { s.reservation = static_cast<Reservation>(f.choice(reservations)); }},
    {"requireWritten", [](const Field& f, JobSpec& s) { s.requireWritten = f.boolean(); }},
    {"dropCache", [](const Field& f, JobSpec& s) { s.dropCache = f.boolean(); }},
    {"coldPasses", [](const Field& f, JobSpec& s) { s.coldPasses = static_cast<ColdPasses>(f.choice(coldPasses)); }},
    {"registerBuffers", [](const Field& f, JobSpec& s) { s.registerBuffers = f.boolean(); }},
    {"registerFiles", [](const Field& f, JobSpec& s) { s.registerFiles = f.boolean(); }},
    {"linkChains", [](const Field& f, JobSpec& s) { s.linkChains = f.boolean(); }},
    {"sqPoll", [](const Field& f, JobSpec& s) { s.sqPoll = f.boolean(); }},
    {"ioPoll", [](const Field& f, JobSpec& s) { s.ioPoll = f.boolean(); }},
    {"hugePages", [](const Field& f, JobSpec& s) { s.hugePages = f.boolean(); }},
    {"cpus", readCpus},
    {"numaNode", [](const Field& f, JobSpec& s) { s.numaNode = static_cast<int32_t>(f.integer(-1)); }},
    {"memory", [](const Field& f, JobSpec& s) { s.memory = static_cast<BufferMemory>(f.choice(memories)); }},
    {"gpus", readGpus},
    {"cufileMode", [](const Field& f, JobSpec& s) { s.cufileMode = static_cast<CufileMode>(f.choice(cufileModes)); }},
    {"cufileCompat",
     [](const Field& f, JobSpec& s) { s.cufileCompat = static_cast<CufileCompat>(f.choice(cufileCompatNames)); }},
    {"copyMode", [](const Field& f, JobSpec& s) { s.copyMode = static_cast<CopyMode>(f.choice(copyModes)); }},
    {"cudaLibrary", [](const Field& f, JobSpec& s) { s.cudaLibrary = f.text(); }},
    {"cufileLibrary", [](const Field& f, JobSpec& s) { s.cufileLibrary = f.text(); }},
    {"nullLatencyNs", [](const Field& f, JobSpec& s) { s.nullLatencyNs = f.size(); }},
    {"nullFailEvery", [](const Field& f, JobSpec& s) { s.nullFailEvery = f.size(); }},
    {"nullShortEvery", [](const Field& f, JobSpec& s) { s.nullShortEvery = f.size(); }},
};

void rejectUnknown(const Napi::Object& object) {
    const Napi::Array names = object.GetPropertyNames();
    for (uint32_t index = 0; index < names.Length(); ++index) {
        const std::string name = names.Get(index).ToString().Utf8Value();
        const bool known = std::any_of(std::begin(fieldReaders), std::end(fieldReaders),
                                       [&name](const FieldReader& reader) { return name == reader.name; });
        if (!known) throw Napi::TypeError::New(object.Env(), "job." + name + ": unknown field");
    }
}

}  // namespace

JobSpec specFromJs(const Napi::Object& object) {
    JobSpec spec{};
    for (const auto& reader : fieldReaders) reader.read(Field("job", reader.name, object.Get(reader.name)), spec);
    rejectUnknown(object);
    return spec;
}

std::vector<std::string> specFieldNames() {
    std::vector<std::string> names;
    for (const auto& reader : fieldReaders) names.emplace_back(reader.name);
    return names;
}

}  // namespace ioproof
