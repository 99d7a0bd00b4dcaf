// Field by field.
#include "binding/training_to_js.h"

#include <cstdint>

#include "binding/latency_to_js.h"

namespace ioproof {
namespace {

double number(uint64_t value) { return static_cast<double>(value); }

const char* kindOf(bool isEval) { return isEval ? "eval" : "train"; }

Napi::Object rankToJs(Napi::Env env, const RankEpoch& rank) {
    auto object = Napi::Object::New(env);
    object.Set("steps", rank.steps);
    object.Set("samples", number(rank.samples));
    object.Set("firstBatchNs", number(rank.firstBatchNs));
    object.Set("firstStepNs", number(rank.firstStepNs));
    object.Set("computeNs", number(rank.computeNs));
    object.Set("computeAfterFirstNs", number(rank.computeAfterFirstNs));
    object.Set("dataWaitNs", number(rank.dataWaitNs));
    object.Set("dataWaitAfterFirstNs", number(rank.dataWaitAfterFirstNs));
    object.Set("barrierNs", number(rank.barrierNs));
    return object;
}

Napi::Object epochToJs(Napi::Env env, const TrainingEpoch& epoch) {
    auto object = Napi::Object::New(env);
    object.Set("kind", kindOf(epoch.isEval));
    object.Set("number", epoch.number);
    object.Set("startNs", number(epoch.startNs));
    object.Set("endNs", number(epoch.endNs));
    object.Set("complete", epoch.complete);
    object.Set("stepsPlanned", number(epoch.stepsPlanned));
    auto ranks = Napi::Array::New(env, epoch.ranks.size());
    for (uint32_t rank = 0; rank < epoch.ranks.size(); ++rank) ranks.Set(rank, rankToJs(env, epoch.ranks[rank]));
    object.Set("ranks", ranks);
    return object;
}

}  // namespace

Napi::Object toJs(Napi::Env env, const TrainingResult& training) {
    auto object = Napi::Object::New(env);
    auto epochs = Napi::Array::New(env, training.epochs.size());
    for (uint32_t index = 0; index < training.epochs.size(); ++index)
        epochs.Set(index, epochToJs(env, training.epochs[index]));
    object.Set("epochs", epochs);
    object.Set("stepNs", latencyToJs(env, training.step));
    object.Set("dataWaitNs", latencyToJs(env, training.dataWait));
    object.Set("itemNs", latencyToJs(env, training.item));
    object.Set("latenessNs", latencyToJs(env, training.lateness));
    object.Set("samples", number(training.samples));
    object.Set("sampleBytes", number(training.sampleBytes));
    object.Set("checksum", training.checksum);
    return object;
}

Napi::Object toJs(Napi::Env env, const TrainingSnapshot& snapshot) {
    auto object = Napi::Object::New(env);
    object.Set("kind", kindOf(snapshot.isEval));
    object.Set("epoch", snapshot.epoch);
    object.Set("step", number(snapshot.step));
    object.Set("stepsPlanned", number(snapshot.stepsPlanned));
    object.Set("computeAfterFirstNs", number(snapshot.computeAfterFirstNs));
    object.Set("elapsedAfterFirstNs", number(snapshot.elapsedAfterFirstNs));
    return object;
}

}  // namespace ioproof
