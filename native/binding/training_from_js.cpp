// Field by field.
#include "binding/training_from_js.h"

#include <string_view>

namespace ioproof {
namespace {

constexpr std::string_view containers[] = {"raw", "npz", "npy", "tfrecord", "hdf5", "indexed", "megatron", "parquet"};
constexpr std::string_view columnTypes[] = {"float64", "float32", "float16", "int8", "uint8"};
constexpr std::string_view rules[] = {"v1", "v2", "v3"};
constexpr std::string_view loaders[] = {"torch", "tf", "stream"};
constexpr std::string_view computeForms[] = {"fixed", "normal", "exponential"};

ColumnGroup columnsFromJs(const JsField& field) {
    return {.type = static_cast<ColumnType>(field.at("type").choice(columnTypes)),
            .width = field.at("width").small(),
            .count = field.at("count").small(),
            .read = field.at("read").boolean()};
}

ComputeTime computeFromJs(const JsField& field) {
    return {.form = static_cast<ComputeForm>(field.at("form").choice(computeForms)),
            .meanNs = field.at("meanNs").size(),
            .deviationNs = field.at("deviationNs").size()};
}

}  // namespace

std::optional<SampleFileSpec> sampleFilesFromJs(const JsField& field) {
    if (field.isNull()) return std::nullopt;
    SampleFileSpec spec;
    spec.container = static_cast<Container>(field.at("container").choice(containers));
    spec.prefix = field.at("prefix").text();
    spec.extension = field.at("extension").text();
    spec.trainFiles = field.at("trainFiles").size();
    spec.evalFiles = field.at("evalFiles").size();
    spec.subfolders = field.at("subfolders").size();
    spec.samplesPerFile = field.at("samplesPerFile").size();
    spec.recordLength = field.at("recordLength").real();
    spec.recordDeviation = field.at("recordDeviation").real();
    spec.generatorSeed = field.at("generatorSeed").size();
    spec.rowGroupRows = field.at("rowGroupRows").size();
    for (const JsField& group : field.at("columns").list()) spec.columns.push_back(columnsFromJs(group));
    return spec;
}

std::optional<TrainingSpec> trainingFromJs(const JsField& field) {
    if (field.isNull()) return std::nullopt;
    TrainingSpec spec;
    spec.rules = static_cast<TrainingRules>(field.at("rules").choice(rules));
    spec.loader = static_cast<LoaderKind>(field.at("loader").choice(loaders));
    spec.accelerators = field.at("accelerators").small();
    spec.readThreads = field.at("readThreads").small();
    spec.prefetch = field.at("prefetch").small();
    spec.shuffleBuffer = field.at("shuffleBuffer").size();
    spec.window = field.at("window").small();
    spec.inFlight = field.at("inFlight").small();
    spec.batchSize = field.at("batchSize").small();
    spec.fileShuffle = field.at("fileShuffle").boolean();
    spec.sampleShuffle = field.at("sampleShuffle").boolean();
    spec.newOrderEachEpoch = field.at("newOrderEachEpoch").boolean();
    spec.steps = field.at("steps").size();
    spec.compute = computeFromJs(field.at("compute"));
    spec.barrierEvery = field.at("barrierEvery").small();
    spec.wholeItems = field.at("wholeItems").boolean();
    spec.touch = field.at("touch").boolean();
    spec.evalEvery = field.at("evalEvery").small();
    spec.evalBatchSize = field.at("evalBatchSize").small();
    spec.evalCompute = computeFromJs(field.at("evalCompute"));
    return spec;
}

}  // namespace ioproof
